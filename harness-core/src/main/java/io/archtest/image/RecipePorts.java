package io.archtest.image;

import io.archtest.scenario.Scenario;
import java.util.List;
import java.util.Optional;

/** What the recipes of a scenario's packaged images say. */
public final class RecipePorts implements ImagePorts {
    @Override
    public Optional<List<Integer>> exposed(Scenario scenario, String image) {
        return scenario.packaged()
                .flatMap(file -> RecipeBook.read(file).find(image))
                .map(recipe -> recipe.config().ports().stream()
                        .filter(port -> port.matches("\\d{1,5}(/tcp)?"))
                        .map(port -> Integer.valueOf(port.split("/", 2)[0]))
                        .toList());
    }
}
