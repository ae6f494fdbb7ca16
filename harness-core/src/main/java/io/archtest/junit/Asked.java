package io.archtest.junit;

import io.archtest.image.ImageMode;
import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.model.InvalidRequestException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** What a test class asks for, by its annotations and those of the classes that it is nested in. */
final class Asked {
    private static final List<Class<? extends Annotation>> CALLED =
            List.of(Testable.class, BeforeAll.class, BeforeEach.class, AfterEach.class, AfterAll.class);

    private final Class<?> testClass;
    private final Settings settings;
    private final Function<StackRequest, List<StackRequest>> each;

    Asked(Class<?> testClass, SharedStacks stacks) {
        this(testClass, stacks.settings(), stacks::each);
    }

    /** Where no stack can be planned: {@code cover} stays one word. */
    Asked(Class<?> testClass, Settings settings) {
        this(testClass, settings, List::of);
    }

    private Asked(Class<?> testClass, Settings settings, Function<StackRequest, List<StackRequest>> each) {
        this.testClass = testClass;
        this.settings = settings;
        this.each = each;
    }

    /** The nearest annotation of that type; a static nested class stands for itself. */
    <A extends Annotation> Optional<A> annotation(Class<A> type) {
        return chain().stream()
                .flatMap(each -> AnnotationSupport.findAnnotation(each, type).stream())
                .findFirst();
    }

    /** The class and those around it whose extensions it inherits, from the inside out. */
    private List<Class<?>> chain() {
        List<Class<?>> classes = new ArrayList<>();
        for (Class<?> each = testClass; each != null; each = each.getEnclosingClass()) {
            classes.add(each);
            if (Modifier.isStatic(each.getModifiers())) {
                break;
            }
        }
        return classes;
    }

    /** As {@link ArchTest} alone says it. */
    StackRequest base() {
        ArchTest asked = annotation(ArchTest.class)
                .orElseThrow(() -> new InvalidRequestException(
                        "%s names no stack: mark it @ArchTest(scenario = \"...\") or @ArchTest(file = \"compose.yaml\")"
                                .formatted(testClass.getName())));
        if (asked.scenario().isBlank() == asked.file().isBlank()) {
            throw new InvalidRequestException(
                    asked.file().isBlank()
                            ? "it names no stack: give scenario = \"cross-arch-nginx\" or another name, or file = \"compose.yaml\""
                            : "it names two stacks, scenario = \"%s\" and file = \"%s\": keep one of them"
                                    .formatted(asked.scenario(), asked.file()));
        }
        boolean file = !asked.file().isBlank();
        return new StackRequest(
                file ? asked.file() : asked.scenario(),
                file,
                asked.placement().isBlank() ? "default" : asked.placement(),
                places(asked.place()),
                asked.provider().isBlank() ? settings.provider() : asked.provider(),
                ImageMode.parse(asked.images().isBlank() ? settings.images() : asked.images()),
                pairs("options", asked.options()),
                Set.of(asked.checks()));
    }

    /** The stack of the class itself, or of one method; of a class that runs on several it is chosen for each invocation. */
    StackRequest own(Optional<? extends AnnotatedElement> method) {
        StackRequest base = base();
        return method.flatMap(element -> AnnotationSupport.findAnnotation(element, OnArchitecture.class))
                .or(() -> annotation(OnArchitecture.class))
                .map(on -> base.on(on.value()))
                .orElse(base);
    }

    /** The stacks on which a class or method that is a template runs, one after the other; none for any other. */
    List<StackRequest> invocations(AnnotatedElement element) {
        StackRequest base = base();
        if (AnnotationSupport.isAnnotated(element, OnBothArchitectures.class)) {
            return Arrays.stream(Architecture.values()).map(base::on).toList();
        }
        return AnnotationSupport.findAnnotation(element, EachPlacement.class)
                .map(placements -> Arrays.stream(placements.value())
                        .map(base::with)
                        .flatMap(request -> each.apply(request).stream())
                        .toList())
                .orElse(List.of());
    }

    /** The same for the class or the nearest one around it that is a template. */
    List<StackRequest> invocations() {
        return chain().stream()
                .map(this::invocations)
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** Constructors and methods that JUnit calls, so that their parameters may be injected. */
    List<Executable> executables() {
        List<Executable> all = new ArrayList<>(List.of(testClass.getDeclaredConstructors()));
        all.addAll(ReflectionSupport.findMethods(testClass, Asked::calledByJUnit, HierarchyTraversalMode.TOP_DOWN));
        return all;
    }

    private static boolean calledByJUnit(Method method) {
        return CALLED.stream().anyMatch(type -> AnnotationSupport.isAnnotated(method, type));
    }

    /** Those that the parameters name by {@link On}. */
    Set<StackRequest> named(Executable executable) {
        Set<StackRequest> requests = new LinkedHashSet<>();
        for (Parameter parameter : executable.getParameters()) {
            On on = parameter.getAnnotation(On.class);
            if (on != null && Injected.supports(parameter) && !Injected.engine(parameter)) {
                requests.add(base().on(on.value()));
            }
        }
        return requests;
    }

    /** Whether the parameters ask for the stack of the class itself. */
    private boolean wantsOwn(Executable executable) {
        return !elsewhere(executable)
                && Arrays.stream(executable.getParameters())
                        .filter(Injected::supports)
                        .anyMatch(parameter -> Injected.engine(parameter) || !parameter.isAnnotationPresent(On.class));
    }

    /** Whether a method says where it runs. */
    private boolean elsewhere(Executable executable) {
        return AnnotationSupport.isAnnotated(executable, OnArchitecture.class)
                || !invocations(executable).isEmpty();
    }

    /** The stacks of the class itself; none where its methods name others and nobody asks for its own. */
    List<StackRequest> ofClass() {
        List<StackRequest> templates = invocations();
        if (!templates.isEmpty()) {
            return templates;
        }
        List<Executable> executables = executables();
        boolean others = executables.stream()
                .anyMatch(executable ->
                        elsewhere(executable) || !named(executable).isEmpty());
        return !others || executables.stream().anyMatch(this::wantsOwn) ? List.of(own(Optional.empty())) : List.of();
    }

    /** All stacks that the class could use, its own ones first. */
    Set<StackRequest> all() {
        Set<StackRequest> all = new LinkedHashSet<>(ofClass());
        for (Executable executable : executables()) {
            all.addAll(elsewhere(executable) ? all(executable) : named(executable));
        }
        return all;
    }

    /** Those that one method or dynamic test may touch. */
    Set<StackRequest> all(Executable method) {
        Set<StackRequest> requests = new LinkedHashSet<>(named(method));
        List<StackRequest> templates = invocations(method);
        requests.addAll(templates.isEmpty() ? invocations() : templates);
        if (templates.isEmpty() && invocations().isEmpty()) {
            requests.add(own(Optional.of(method)));
        }
        return requests;
    }

    private static Map<ComponentName, Architecture> places(String[] entries) {
        Map<ComponentName, Architecture> places = new LinkedHashMap<>();
        pairs("place", entries).forEach((name, word) -> places.put(ComponentName.of(name), Architecture.parse(word)));
        return places;
    }

    private static Map<String, String> pairs(String attribute, String[] entries) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            if (equals < 1) {
                throw new InvalidRequestException("its '%s' takes NAME=VALUE; found '%s'".formatted(attribute, entry));
            }
            pairs.put(entry.substring(0, equals), entry.substring(equals + 1));
        }
        return pairs;
    }
}
