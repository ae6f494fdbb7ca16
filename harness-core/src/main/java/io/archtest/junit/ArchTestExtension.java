package io.archtest.junit;

import io.archtest.model.InvalidRequestException;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Starts the stack that a class asks for, hands it to its tests and says what became of it when one fails. Its own
 * supertypes are those of old versions of JUnit, so that it can say which one is needed.
 */
final class ArchTestExtension
        implements ExecutionCondition,
                BeforeAllCallback,
                ParameterResolver,
                TestExecutionExceptionHandler,
                LifecycleMethodExecutionExceptionHandler {
    private static final Namespace NAMESPACE = Namespace.create(ArchTestExtension.class);
    private static final String CHOSEN = "chosen";
    private static final ConditionEvaluationResult FINE = ConditionEvaluationResult.enabled("archtest is used rightly");

    /** Refuses misuse of the whole class at once, before anything is started. */
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        JUnitVersion.refuseIfTooOld();
        if (context.getTestMethod().isEmpty()) {
            context.getTestClass().ifPresent(type -> new Misuse(type, OpenStacks.of(context)).refuse());
        }
        return FINE;
    }

    /** Begins the class's starts at the same time, and waits where it is only one; methods begin those that they name. */
    @Override
    public void beforeAll(ExtensionContext context) {
        Asked asked = asked(context);
        List<StackRequest> requests = asked.ofClass();
        requests.forEach(OpenStacks.of(context)::begin);
        if (asked.invocations().isEmpty()) {
            requests.forEach(own -> await(context, own));
        }
    }

    /** The stack, whose notices are published where it is first used by a class. */
    static SharedStack await(ExtensionContext context, StackRequest request) {
        SharedStacks stacks = OpenStacks.of(context);
        try {
            SharedStack stack = stacks.get(request);
            context.getStore(NAMESPACE).getOrComputeIfAbsent("told " + request, any -> {
                stack.notices().forEach(notice -> context.publishReportEntry("archtest", notice));
                return true;
            });
            return stack;
        } catch (StackNotStartedException e) {
            FailureReport.publishLogs(context, request, stacks);
            throw e;
        }
    }

    /** Says which stack the tests below this context get; for templates. */
    static void choose(ExtensionContext context, StackRequest request) {
        context.getStore(NAMESPACE).put(CHOSEN, request);
    }

    /** The stack of the class or test; none where a class that runs on several is asked outside of its invocations. */
    private static Optional<StackRequest> own(ExtensionContext context) {
        Optional<StackRequest> chosen =
                Optional.ofNullable(context.getStore(NAMESPACE).get(CHOSEN, StackRequest.class));
        return chosen.isPresent() || !asked(context).invocations().isEmpty()
                ? chosen
                : Optional.of(asked(context).own(context.getTestMethod()));
    }

    static Asked asked(ExtensionContext context) {
        return new Asked(context.getRequiredTestClass(), OpenStacks.of(context));
    }

    /** A constructor gets the stack of the test that the instance is for, which the class's own context doesn't know. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return Injected.supports(parameter.getParameter());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        try {
            return Injected.value(parameter.getParameter(), await(context, request(parameter, context)));
        } catch (InvalidRequestException e) {
            throw new ParameterResolutionException(e.getMessage(), e);
        }
    }

    private static StackRequest request(ParameterContext parameter, ExtensionContext context) {
        On on = parameter.getParameter().getAnnotation(On.class);
        if (on != null && !Injected.engine(parameter.getParameter())) {
            asked(context).named(parameter.getDeclaringExecutable()).forEach(OpenStacks.of(context)::begin);
            return asked(context).base().on(on.value());
        }
        return own(context)
                .orElseThrow(() -> new InvalidRequestException(
                        "%s runs on several stacks, and is made once for all of them (Lifecycle.PER_CLASS): take '%s' in its methods"
                                .formatted(
                                        context.getRequiredTestClass().getName(),
                                        parameter.getParameter().getName())));
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw new FailureReport(context).of(failure);
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw new FailureReport(context).of(failure);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw new FailureReport(context).of(failure);
    }

    @Override
    public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw new FailureReport(context).of(failure);
    }

    @Override
    public void handleAfterAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw new FailureReport(context).of(failure);
    }

    /** Those that a test or class uses; which of them are started is another matter. */
    static Set<StackRequest> used(ExtensionContext context) {
        Set<StackRequest> used = new LinkedHashSet<>();
        own(context).ifPresent(used::add);
        Optional<Method> method = context.getTestMethod();
        method.ifPresent(each -> used.addAll(asked(context).named(each)));
        return used;
    }
}
