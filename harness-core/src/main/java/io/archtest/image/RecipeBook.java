package io.archtest.image;

import io.archtest.model.InvalidRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads an {@code images.yaml}; unknown and misshapen keys are errors that name the file and the key. */
public final class RecipeBook {
    private static final Set<String> IMAGE_KEYS = Set.of(
            "packages", "stand-in", "software", "files", "executable", "users", "directories", "links", "config");
    private static final Set<String> CONFIG_KEYS =
            Set.of("entrypoint", "command", "environment", "user", "working-dir", "ports", "volumes", "stop-signal");

    private final Path file;
    private final Map<String, Recipe> recipes = new LinkedHashMap<>();

    private RecipeBook(Path file) {
        this.file = file;
    }

    /** @throws InvalidRequestException when it can't be carried out; a folder that it names is looked for, too */
    public static RecipeBook read(Path file) {
        RecipeBook book = new RecipeBook(file);
        try {
            LoadSettings settings =
                    LoadSettings.builder().setLabel(file.toString()).build();
            book.fill(new Load(settings).loadFromString(Files.readString(file)));
        } catch (IOException e) {
            throw new InvalidRequestException("Cannot read the image recipes %s: %s".formatted(file, e.getMessage()));
        } catch (YamlEngineException e) {
            throw new InvalidRequestException("The image recipes %s are not YAML: %s".formatted(file, e.getMessage()));
        }
        return book;
    }

    /** One of archtest's own, by its name beside this class. */
    static RecipeBook own(String name) {
        try (InputStream recipes = RecipeBook.class.getResourceAsStream(name)) {
            if (recipes == null) {
                throw new IllegalStateException("archtest's jar lacks its own image recipes");
            }
            Path file = Files.createTempFile("archtest-tools-", ".yaml");
            Files.write(file, recipes.readAllBytes());
            RecipeBook book = read(file);
            Files.delete(file);
            return book;
        } catch (IOException e) {
            throw new ImageException("Cannot unpack archtest's own image recipes: " + e.getMessage(), e);
        }
    }

    Optional<Recipe> find(String reference) {
        return Optional.ofNullable(recipes.get(reference));
    }

    /** For messages. */
    String known() {
        return String.join(", ", recipes.keySet());
    }

    private void fill(@Nullable Object root) {
        Map<String, Object> top = map(root, "the file");
        refuseUnknown(top, Set.of("package-sets", "images"), "the file");
        Map<String, Object> sets = map(top.get("package-sets"), "package-sets");
        map(top.get("images"), "images")
                .forEach((reference, image) -> recipes.put(reference, recipe(reference, image, sets)));
    }

    private Recipe recipe(String reference, Object value, Map<String, Object> sets) {
        Map<String, Object> image = map(value, reference);
        refuseUnknown(image, IMAGE_KEYS, reference);
        String set = text(image, "packages", reference).orElseThrow(() -> wrong(reference, "has no 'packages'"));
        if (!sets.containsKey(set)) {
            throw wrong(reference, "names package set '%s'; known: %s".formatted(set, sets.keySet()));
        }
        return new Recipe(
                reference,
                strings(sets.get(set), "package-sets." + set),
                text(image, "stand-in", reference),
                text(image, "software", reference).orElseThrow(() -> wrong(reference, "has no 'software'")),
                text(image, "files", reference).map(name -> folder(name, reference)),
                strings(image.get("executable"), reference + ".executable"),
                users(image.get("users"), reference),
                directories(image.get("directories"), reference),
                stringMap(image.get("links"), reference + ".links"),
                config(image.get("config"), reference));
    }

    private Path folder(String name, String reference) {
        Path folder = file.resolveSibling(name).normalize();
        if (!Files.isDirectory(folder)) {
            throw wrong(
                    reference,
                    "names '%s' in 'files', but %s %s; it is looked for beside the recipes"
                            .formatted(name, folder, Files.exists(folder) ? "is no folder" : "doesn't exist"));
        }
        return folder;
    }

    private List<Recipe.User> users(@Nullable Object value, String reference) {
        List<Recipe.User> users = new ArrayList<>();
        for (Object entry : list(value, reference + ".users")) {
            Map<String, Object> user = map(entry, reference + ".users");
            refuseUnknown(user, Set.of("name", "uid", "gid", "home"), reference + ".users");
            users.add(new Recipe.User(
                    text(user, "name", reference).orElseThrow(() -> wrong(reference, "has a user without name")),
                    number(user, "uid", reference),
                    number(user, "gid", reference),
                    text(user, "home", reference).orElse("/")));
        }
        return users;
    }

    private List<Recipe.Directory> directories(@Nullable Object value, String reference) {
        List<Recipe.Directory> directories = new ArrayList<>();
        for (Object entry : list(value, reference + ".directories")) {
            Map<String, Object> directory = map(entry, reference + ".directories");
            refuseUnknown(directory, Set.of("path", "owner", "mode"), reference + ".directories");
            String[] owner = text(directory, "owner", reference).orElse("0:0").split(":", 2);
            try {
                directories.add(new Recipe.Directory(
                        text(directory, "path", reference)
                                .orElseThrow(() -> wrong(reference, "has a directory without path")),
                        Integer.parseInt(owner[0]),
                        Integer.parseInt(owner[1]),
                        Integer.parseInt(text(directory, "mode", reference).orElse("0755"), 8)));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw wrong(reference, "needs 'owner' as UID:GID and 'mode' in octal; found %s".formatted(directory));
            }
        }
        return directories;
    }

    private Recipe.Config config(@Nullable Object value, String reference) {
        String where = reference + ".config";
        Map<String, Object> config = value == null ? Map.of() : map(value, where);
        refuseUnknown(config, CONFIG_KEYS, where);
        return new Recipe.Config(
                strings(config.get("entrypoint"), where),
                strings(config.get("command"), where),
                stringMap(config.get("environment"), where),
                text(config, "user", where).orElse(""),
                text(config, "working-dir", where).orElse(""),
                strings(config.get("ports"), where),
                strings(config.get("volumes"), where),
                text(config, "stop-signal", where).orElse(""));
    }

    private Map<String, Object> map(@Nullable Object value, String where) {
        if (!(value instanceof Map<?, ?> found)) {
            throw wrong(where, "must be a map; found %s".formatted(value));
        }
        Map<String, Object> result = new LinkedHashMap<>();
        found.forEach((key, entry) -> result.put(String.valueOf(key), entry));
        return result;
    }

    private List<?> list(@Nullable Object value, String where) {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> found)) {
            throw wrong(where, "must be a list; found %s".formatted(value));
        }
        return found;
    }

    private List<String> strings(@Nullable Object value, String where) {
        return list(value, where).stream().map(String::valueOf).toList();
    }

    private Map<String, String> stringMap(@Nullable Object value, String where) {
        if (value == null) {
            return Map.of();
        }
        Map<String, String> result = new LinkedHashMap<>();
        map(value, where).forEach((key, entry) -> result.put(key, String.valueOf(entry)));
        return result;
    }

    private Optional<String> text(Map<String, Object> map, String key, String where) {
        Object value = map.get(key);
        if (value instanceof Map || value instanceof List) {
            throw wrong(where, "'%s' must be one value; found %s".formatted(key, value));
        }
        return Optional.ofNullable(value).map(String::valueOf);
    }

    private int number(Map<String, Object> map, String key, String where) {
        if (map.get(key) instanceof Integer number) {
            return number;
        }
        throw wrong(where, "'%s' must be a number; found %s".formatted(key, map.get(key)));
    }

    private void refuseUnknown(Map<String, Object> map, Set<String> known, String where) {
        Set<String> unknown =
                map.keySet().stream().filter(key -> !known.contains(key)).collect(Collectors.toSet());
        if (!unknown.isEmpty()) {
            throw wrong(
                    where,
                    "has unknown keys %s; known: %s"
                            .formatted(unknown, known.stream().sorted().toList()));
        }
    }

    private InvalidRequestException wrong(String where, String what) {
        return new InvalidRequestException("Image recipes %s: %s %s".formatted(file, where, what));
    }
}
