package io.archtest.junit;

import io.archtest.model.Architecture;
import io.archtest.profile.ProfileProvider;
import io.archtest.run.KeptStack;
import io.archtest.run.Session;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Where stacks of one provider are started. */
interface StackHost extends AutoCloseable {

    /** Makes hosts, by the word for the provider. */
    interface Factory extends Function<String, StackHost> {}

    ProfileProvider provider();

    /** @throws io.archtest.model.ArchtestException when it can't run these, with what is missing and what helps */
    void refuseIfUnfit(Set<Architecture> architectures);

    /** The stacks that other processes keep running here. */
    List<KeptStack> kept();

    /** Opened at first use, and closed with this. */
    Session session();

    @Override
    void close();
}
