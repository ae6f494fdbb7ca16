package io.archtest.junit;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Runs classes and methods once per stack. Older versions of JUnit, which {@link TooOldJUnit} refuses, lack its supertypes. */
final class PlacementTemplates
        implements ClassTemplateInvocationContextProvider, TestTemplateInvocationContextProvider {

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return context.getElement()
                .filter(element ->
                        !ArchTestExtension.asked(context).invocations(element).isEmpty())
                .isPresent();
    }

    @Override
    public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(ExtensionContext context) {
        return ArchTestExtension.asked(context).invocations().stream().map(ClassOnStack::new);
    }

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return !invocations(context).isEmpty();
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        List<StackRequest> requests = invocations(context);
        requests.forEach(OpenStacks.of(context)::begin);
        return requests.stream().map(MethodOnStack::new);
    }

    private static List<StackRequest> invocations(ExtensionContext context) {
        return ArchTestExtension.asked(context).invocations(context.getRequiredTestMethod());
    }

    private record ClassOnStack(StackRequest request) implements ClassTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return request.placement();
        }

        @Override
        public void prepareInvocation(ExtensionContext context) {
            ArchTestExtension.choose(context, request);
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(
                    (BeforeClassTemplateInvocationCallback) context -> ArchTestExtension.await(context, request));
        }
    }

    private record MethodOnStack(StackRequest request) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return request.placement();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of((BeforeEachCallback) context -> {
                ArchTestExtension.choose(context, request);
                ArchTestExtension.await(context, request);
            });
        }
    }
}
