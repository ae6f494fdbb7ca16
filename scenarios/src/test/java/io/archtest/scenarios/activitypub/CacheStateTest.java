package io.archtest.scenarios.activitypub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheStateTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x-cache-status   | HIT                             | HIT
            x-cache-status   | REVALIDATED                     | HIT
            x-cache-status   | EXPIRED                         | MISS
            x-cache          | Hit from cloudfront             | HIT
            x-cache          | MISS, HIT                       | HIT
            x-cache          | MISS                            | MISS
            cf-cache-status  | DYNAMIC                         | PASSED_BY
            cf-cache-status  | BYPASS                          | PASSED_BY
            age              | 17                              | HIT
            age              | 0                               | UNTOLD
            age              | soon                            | UNTOLD
            x-varnish        | 32770 3                         | HIT
            x-varnish        | 32770                           | MISS
            cache-status     | "edge"; hit; ttl=30             | HIT
            cache-status     | "edge"; fwd=uri-miss; stored    | MISS
            cache-status     | "hit-list"; fwd=bypass          | PASSED_BY
            server           | HIT                             | UNTOLD
            """)
    void headersOfCachesAreUnderstood(String header, String value, CacheState state) {
        assertThat(CacheState.of(Map.of(header, value))).isEqualTo(state);
    }
}
