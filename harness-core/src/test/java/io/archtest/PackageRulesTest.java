package io.archtest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The arrows between packages, as CONTRIBUTING.md draws them. */
class PackageRulesTest {
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.archtest");

    private static final Map<String, List<String>> MAY_USE = new TreeMap<>(Map.ofEntries(
            Map.entry("model", List.of()),
            Map.entry("host", List.of("model")),
            Map.entry("engine", List.of("model")),
            Map.entry("profile", List.of("engine", "host", "model")),
            Map.entry("compose", List.of("model")),
            Map.entry("inference", List.of("compose", "model")),
            Map.entry("scenario", List.of("inference", "compose", "model")),
            Map.entry("image", List.of("engine", "scenario", "host", "model")),
            Map.entry("plan", List.of("image", "profile", "scenario", "model")),
            Map.entry("matrix", List.of("plan", "image", "profile", "scenario", "engine", "model")),
            Map.entry("cause", List.of("engine", "model")),
            Map.entry(
                    "environment", List.of("cause", "plan", "image", "engine", "profile", "scenario", "host", "model")),
            Map.entry(
                    "check", List.of("environment", "plan", "image", "engine", "profile", "scenario", "host", "model")),
            Map.entry(
                    "report",
                    List.of(
                            "check",
                            "environment",
                            "plan",
                            "image",
                            "engine",
                            "profile",
                            "scenario",
                            "compose",
                            "model")),
            Map.entry(
                    "run",
                    List.of(
                            "report",
                            "check",
                            "environment",
                            "cause",
                            "plan",
                            "image",
                            "engine",
                            "profile",
                            "scenario",
                            "compose",
                            "host",
                            "model")),
            Map.entry(
                    "junit",
                    List.of(
                            "run",
                            "check",
                            "environment",
                            "plan",
                            "image",
                            "engine",
                            "profile",
                            "scenario",
                            "host",
                            "model")),
            Map.entry(
                    "testcontainers", List.of("junit", "check", "profile", "environment", "engine", "host", "model"))));

    @Test
    void everyPackageUsesOnlyThoseBelowIt() {
        MAY_USE.forEach((name, allowed) -> {
            String[] forbidden = MAY_USE.keySet().stream()
                    .filter(other -> !other.equals(name) && !allowed.contains(other))
                    .map(other -> "io.archtest." + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("io.archtest." + name + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden)
                    .allowEmptyShould(true)
                    .check(CODE);
        });
    }

    @Test
    void everyPackageHasItsPlaceInTheMap() {
        assertThat(CODE.stream()
                        .map(type -> type.getPackageName().split("\\.")[2])
                        .distinct())
                .isSubsetOf(MAY_USE.keySet());
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.archtest.(*)..").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void onlyEngineSeesDockerJava() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.archtest.engine..", "io.archtest.testcontainers..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.github.dockerjava..")
                .check(CODE);
    }

    @Test
    void onlyItsAdapterSeesTestcontainers() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.archtest.testcontainers..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.testcontainers..")
                .check(CODE);
    }

    @Test
    void onlyTheJupiterExtensionMaySeeJUnit() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.archtest.junit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.junit..")
                .check(CODE);
    }

    @Test
    void nothingPrints() {
        GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CODE);
    }

    @Test
    void nothingSleeps() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .because("a wait names what it waits for")
                .check(CODE);
    }

    @Test
    void namesSayWhatATypeIsAbout() {
        classes()
                .should()
                .haveNameNotMatching(".*(Impl|Utils?|Helper|Manager)$")
                .andShould()
                .haveNameNotMatching(".*\\.(Abstract|Base)[A-Z].*")
                .check(CODE);
    }
}
