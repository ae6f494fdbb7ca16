package io.archtest.junit;

import io.archtest.host.HostFacts;
import io.archtest.model.Architecture;
import io.archtest.profile.ProfileProvider;
import io.archtest.run.KeptStack;
import io.archtest.run.KeptStacks;
import io.archtest.run.ProviderWish;
import io.archtest.run.Providers;
import io.archtest.run.Session;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** This host, looked at once. */
final class LocalHost implements StackHost {
    private final Providers providers;
    private final HostFacts facts;
    private final ProfileProvider provider;
    private Optional<Session> session = Optional.empty();

    LocalHost(String providerWord) {
        this.providers = Providers.ofThisHost(ProviderWish.of(providerWord));
        this.facts = providers.facts();
        this.provider = providers.provider(facts);
    }

    @Override
    public ProfileProvider provider() {
        return provider;
    }

    @Override
    public void refuseIfUnfit(Set<Architecture> architectures) {
        providers.refuseIfUnfit(provider, facts, architectures);
    }

    @Override
    public List<KeptStack> kept() {
        return new KeptStacks(providers.state()).list();
    }

    @Override
    public synchronized Session session() {
        if (session.isEmpty()) {
            session = Optional.of(Session.open(providers, provider, facts, new RunLog()));
        }
        return session.get();
    }

    @Override
    public void close() {
        Optional<Session> open;
        synchronized (this) {
            open = session;
        }
        open.ifPresent(Session::close);
    }
}
