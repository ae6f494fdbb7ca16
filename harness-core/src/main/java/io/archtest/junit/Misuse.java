package io.archtest.junit;

import io.archtest.model.ArchtestException;
import io.archtest.model.InvalidRequestException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.AnnotationSupport;

/** What is wrong with a test class's use of archtest, in one sentence, before anything is started. */
final class Misuse {
    private static final List<Class<? extends Annotation>> WHERE =
            List.of(OnBothArchitectures.class, EachPlacement.class, OnArchitecture.class);

    private final Class<?> testClass;
    private final Asked asked;
    private final SharedStacks stacks;

    Misuse(Class<?> testClass, SharedStacks stacks) {
        this.testClass = testClass;
        this.asked = new Asked(testClass, stacks);
        this.stacks = stacks;
    }

    /** @throws ExtensionConfigurationException with the sentence */
    void refuse() {
        try {
            refuseNoStack();
            refuseContradictions();
            asked.all().forEach(stacks::plan);
            for (Executable executable : asked.executables()) {
                refuse(executable);
            }
        } catch (ArchtestException e) {
            throw new ExtensionConfigurationException(
                    "@ArchTest on %s: %s".formatted(testClass.getName(), e.getMessage()));
        }
    }

    private void refuseNoStack() {
        if (asked.annotation(ArchTest.class).isEmpty()) {
            throw new ExtensionConfigurationException(
                    "%s is marked %s, and names no stack: mark it @ArchTest(scenario = \"...\") or @ArchTest(file = \"compose.yaml\") too"
                            .formatted(testClass.getName(), marks(testClass)));
        }
    }

    private void refuseContradictions() {
        StackRequest base = asked.base();
        List<Class<? extends Annotation>> found = new ArrayList<>();
        WHERE.stream().filter(type -> asked.annotation(type).isPresent()).forEach(found::add);
        if (found.size() > 1) {
            throw new InvalidRequestException("%s contradict each other: keep one of them".formatted(names(found)));
        }
        asked.annotation(ArchTest.class)
                .filter(own -> !found.isEmpty() && !own.placement().isBlank())
                .ifPresent(own -> {
                    throw new InvalidRequestException(
                            "placement = \"%s\" and %s contradict each other: keep one of them"
                                    .formatted(own.placement(), names(found)));
                });
        if (!base.place().isEmpty() && found.stream().anyMatch(type -> type != EachPlacement.class)) {
            throw new InvalidRequestException(
                    "place moves single components, and %s puts all on one architecture: keep one of them"
                            .formatted(names(found)));
        }
        refuseNoPlacements(testClass);
    }

    private void refuseNoPlacements(AnnotatedElement element) {
        AnnotationSupport.findAnnotation(element, EachPlacement.class)
                .filter(each -> each.value().length == 0)
                .ifPresent(each -> {
                    throw new InvalidRequestException(
                            "@EachPlacement names no placement: give it some, or none at all for default and flip");
                });
    }

    private void refuse(Executable executable) {
        List<Class<? extends Annotation>> own = WHERE.stream()
                .filter(type -> AnnotationSupport.isAnnotated(executable, type))
                .toList();
        if (own.size() > 1) {
            throw new InvalidRequestException(
                    "%s on %s contradict each other: keep one of them".formatted(names(own), executable.getName()));
        }
        if (!own.isEmpty() && !asked.invocations().isEmpty()) {
            throw new InvalidRequestException(
                    "%s on %s contradicts the class, which runs on several stacks: move it to a class of its own"
                            .formatted(names(own), executable.getName()));
        }
        boolean template = !asked.invocations(executable).isEmpty();
        if (template && AnnotationSupport.isAnnotated(executable, Test.class)) {
            throw new InvalidRequestException(
                    "%s on %s stands in place of @Test: remove @Test".formatted(names(own), executable.getName()));
        }
        refuseNoPlacements(executable);
        Set<StackRequest> requests = asked.all(executable);
        for (Parameter parameter : executable.getParameters()) {
            refuse(executable, parameter, requests);
        }
        if (!own.isEmpty()) {
            requests.forEach(stacks::plan);
        }
    }

    private void refuse(Executable executable, Parameter parameter, Set<StackRequest> requests) {
        if (!Injected.supports(parameter)) {
            refuseUseless(executable, parameter);
            return;
        }
        if (Injected.component(parameter)) {
            SharedStack.requireComponent(stacks.plan(requests.iterator().next()), Injected.componentName(parameter));
        }
        boolean once = AnnotationSupport.isAnnotated(executable, BeforeAll.class)
                || AnnotationSupport.isAnnotated(executable, AfterAll.class);
        if (once
                && !asked.invocations().isEmpty()
                && (Injected.engine(parameter) || !parameter.isAnnotationPresent(On.class))) {
            throw new InvalidRequestException(
                    "%s runs once for all stacks of the class, so it can't get one of them: say which by @On(ARM64), or take it in the constructor"
                            .formatted(executable.getName()));
        }
    }

    private static void refuseUseless(Executable executable, Parameter parameter) {
        for (Class<? extends Annotation> type : List.of(On.class, Called.class)) {
            if (parameter.isAnnotationPresent(type)) {
                throw new InvalidRequestException(
                        "@%s on a %s of %s says nothing: archtest gives SharedStack, ComponentUnderTest, Environment, SystemUnderTest, AutomaticChecks, Engine and DockerClient"
                                .formatted(
                                        type.getSimpleName(),
                                        parameter.getType().getSimpleName(),
                                        executable.getName()));
            }
        }
    }

    private static String marks(AnnotatedElement element) {
        return names(WHERE.stream()
                .filter(type -> AnnotationSupport.isAnnotated(element, type))
                .toList());
    }

    private static String names(List<Class<? extends Annotation>> types) {
        return types.isEmpty()
                ? "with an annotation of archtest"
                : String.join(
                        " and ",
                        types.stream().map(type -> "@" + type.getSimpleName()).toList());
    }
}
