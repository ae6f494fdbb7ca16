package io.archtest.junit;

import io.archtest.model.Architecture;
import io.archtest.model.ArchtestException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides for {@link RequiresArchitecture}: by what the host has now, before anything is started. */
final class ArchitectureCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        JUnitVersion.refuseIfTooOld();
        return context.getElement()
                .flatMap(element -> AnnotationSupport.findAnnotation(element, RequiresArchitecture.class))
                .map(required -> decide(context, List.of(required.value())))
                .orElseGet(() -> ConditionEvaluationResult.enabled("no architecture is required"));
    }

    private static ConditionEvaluationResult decide(ExtensionContext context, List<Architecture> named) {
        SharedStacks stacks = OpenStacks.of(context);
        Asked asked = ArchTestExtension.asked(context);
        Optional<ArchTest> stack = asked.annotation(ArchTest.class);
        Set<Architecture> wanted = EnumSet.noneOf(Architecture.class);
        wanted.addAll(named);
        if (named.isEmpty()) {
            if (stack.isEmpty()) {
                throw new ExtensionConfigurationException(
                        "@RequiresArchitecture on %s doesn't say which: give it ARM64 or X86_64, or mark the class @ArchTest"
                                .formatted(context.getDisplayName()));
            }
            requests(context, asked)
                    .forEach(request ->
                            wanted.addAll(stacks.plan(request).placement().architectures()));
        }
        String provider =
                stack.isPresent() ? asked.base().provider() : stacks.settings().provider();
        return decide(stacks, provider, wanted, Settings.of(context).required());
    }

    private static Set<StackRequest> requests(ExtensionContext context, Asked asked) {
        return context.getTestMethod().map(asked::all).orElseGet(asked::all);
    }

    private static ConditionEvaluationResult decide(
            SharedStacks stacks, String provider, Set<Architecture> wanted, boolean required) {
        try {
            stacks.refuseIfUnfit(provider, wanted);
            return ConditionEvaluationResult.enabled("this host can run " + wanted);
        } catch (ArchtestException e) {
            String reason = "%s can't run here: %s".formatted(wanted, e.getMessage());
            if (required) {
                throw new ExtensionConfigurationException(
                        "%s%n(archtest.required=true: a missing architecture is a failure, not a skip)"
                                .formatted(reason));
            }
            return ConditionEvaluationResult.disabled(reason);
        }
    }
}
