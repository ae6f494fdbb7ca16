package io.archtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.model.ComponentName;
import io.archtest.model.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What checks may say, and what is said of those that can't be asked. */
class CheckReadingTest {
    private static final ComponentName WEB = ComponentName.of("web");
    private static final ComponentName DB = ComponentName.of("db");

    @TempDir
    Path folder;

    @Test
    void anHttpCheckSaysAllOfARequestAndOfItsAnswer() throws IOException {
        CheckDeclaration.Http http = only(CheckDeclaration.Http.class, """
                - name: orders are taken
                  timeout: 3s
                  http:
                    from: db
                    component: web
                    port: 8443
                    scheme: https
                    tls: { ca: "${CA}", server_name: shop.test }
                    method: PUT
                    path: /orders
                    query: { q: "a b&c", page: 2 }
                    headers: { Authorization: "Bearer ${TOKEN}" }
                    send: { json: '{"id": 1}' }
                    redirects: true
                    max_size: 2k
                    status: [201, 2xx]
                    answer_headers: { Location: { matches: ^/orders/ }, X-Debug: { exists: false } }
                    body: { contains: [id, order], json: { /order/id: 1, /order/tags: { type: array } } }
                """);

        assertThat(http.from()).contains(DB);
        assertThat(http.timeout()).contains(Duration.ofSeconds(3));
        HttpRequest request = http.request();
        assertThat(request.target()).isEqualTo("/orders?q=a%20b%26c&page=2");
        assertThat(request.headers())
                .containsEntry("Content-Type", "application/json")
                .containsKey("Authorization");
        assertThat(request.headers().get("Authorization")).matches("Bearer [0-9a-f]{32}");
        assertThat(request.body()).contains("{\"id\": 1}");
        assertThat(request.tls().orElseThrow().authorities().orElseThrow()).startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(request.host("web")).isEqualTo("shop.test");
        assertThat(List.of(request.method(), request.redirects(), request.maxBytes()))
                .isEqualTo(List.of("PUT", 10, 2048L));
        assertThat(http.expected().allows(201)).isTrue();
        assertThat(http.expected().allows(404)).isFalse();
        assertThat(http.expected().headers()).containsOnlyKeys("Location", "X-Debug");
        assertThat(http.expected().body().pointers()).hasSize(2);
    }

    @Test
    void aShortHttpCheckIsAskedFromTheHostAndWantsSuccess() throws IOException {
        CheckDeclaration.Http http =
                only(CheckDeclaration.Http.class, "- { name: page, http: { component: web, port: 80, body: Shop } }");

        assertThat(http.from()).isEmpty();
        assertThat(http.request().method()).isEqualTo("GET");
        assertThat(http.expected().status()).containsExactly("2xx");
        assertThat(http.expected().body()).isEqualTo(TextExpectation.containing("Shop"));
    }

    @Test
    void theOtherKindsAreRead() throws IOException {
        assertThat(only(CheckDeclaration.Tcp.class, "- { name: c, tcp: { from: web, to: db, port: 1 } }"))
                .isEqualTo(CheckDeclaration.Tcp.between("c", WEB, DB, 1))
                .matches(CheckDeclaration.Tcp::ofTheMatrix);
        assertThat(only(
                        CheckDeclaration.Tcp.class,
                        "- { name: c, tcp: { from: host, to: db, port: 1, send: PING, answer: PONG } }"))
                .matches(tcp ->
                        !tcp.ofTheMatrix() && tcp.from().isEmpty() && tcp.send().equals("PING"));
        CheckDeclaration.Exec exec = only(
                CheckDeclaration.Exec.class,
                "- { name: e, exec: { component: web, command: sh -c 'exit 3', exit: 3, user: root, environment: { A: 1 }, working_dir: /tmp, stdout: { json: { /a: 1 } }, stderr: { absent: E } } }");
        assertThat(exec.command())
                .isEqualTo(new CheckDeclaration.ExecCommand(
                        List.of("sh", "-c", "exit 3"), Optional.of("root"), Map.of("A", "1"), Optional.of("/tmp")));
        assertThat(
                        only(
                                CheckDeclaration.Log.class,
                                "- { name: l, log: { component: web, contains: [a, b], matches: c+, absent: d, at_least: 2 } }"))
                .isEqualTo(new CheckDeclaration.Log(
                        "l",
                        WEB,
                        new TextExpectation(
                                Optional.empty(),
                                List.of("a", "b"),
                                List.of("c+"),
                                List.of(),
                                Optional.empty(),
                                List.of()),
                        2,
                        List.of("d"),
                        Optional.empty()));
    }

    @Test
    void tagsAndPlacementsStayWithTheCheck() throws IOException {
        CheckDeclaration check = only(
                CheckDeclaration.class,
                "- { name: l, tags: [slow], placements: [flip, odd], log: { component: web, absent: d } }");

        assertThat(check).isInstanceOfSatisfying(CheckDeclaration.Tagged.class, tagged -> {
            assertThat(tagged.tags()).containsExactly("slow");
            assertThat(tagged.check())
                    .isInstanceOfSatisfying(
                            CheckDeclaration.Placed.class,
                            placed -> assertThat(placed.placements()).containsExactlyInAnyOrder("flip", "odd"));
        });
    }

    @Test
    void everythingThatIsWrongIsReportedAtOnceWithItsPlace() {
        assertThatThrownBy(() -> read("""
                - name: one
                  http: { component: wbe, port: 0, path: x, scheme: https, statsu: 200, status: [20, 7xx] }
                - name: two
                  tcp: { from: hots, to: db, port: 1, refused: true, send: x }
                - name: three
                  exec: { component: web, command: [], limit: 3s, exit: 300, stdout: { mtaches: x } }
                - name: four
                  log: { component: web, matches: "(?=x)", at_least: 0 }
                - { name: five, http: { component: web, port: 1 }, tcp: { to: web, port: 1 } }
                """))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("compose.yaml:10:26: unknown service 'wbe'; did you mean 'web'?")
                .hasMessageContaining("'0' is no port")
                .hasMessageContaining("'x' is no path of a URL")
                .hasMessageContaining("https needs 'tls: { ca: ... }'")
                .hasMessageContaining(
                        "unknown key in compose.yaml.x-archtest.checks.http: 'statsu'; did you mean 'status'?")
                .hasMessageContaining("must be a code such as 204, or a class such as 2xx; found '20'")
                .hasMessageContaining("found '7xx'")
                .hasMessageContaining("unknown service 'hots'; did you mean 'host'?")
                .hasMessageContaining("where a connection is refused, nothing can be sent or answered")
                .hasMessageContaining("there is no command to run")
                .hasMessageContaining("there is no 'limit': it is 'timeout' now, beside 'name'")
                .hasMessageContaining("300 is no exit code")
                .hasMessageContaining(
                        "unknown key in compose.yaml.x-archtest.checks.exec.stdout: 'mtaches'; did you mean 'matches'?")
                .hasMessageContaining("'(?=x)' is no regular expression")
                .hasMessageContaining("RE2, which has no look-around")
                .hasMessageContaining("compose.yaml:16:48: counts, from 1")
                .hasMessageContaining("check 'five' needs one of http, tcp, exec, log; it has http and tcp");
    }

    /** What can't fail isn't asked. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http: { component: web, port: 80 } | nothing is expected of the answer",
                "http: { component: web, port: 80, body: {} } | nothing is expected here",
                "http: { component: web, port: 80, body: '' } | must not be empty, since every text contains nothing",
                "http: { component: web, port: 80, body: { matches: '.*' } } | '.*' matches every text",
                "http: { component: web, port: 80, body: { json: {} } } | nothing is expected here; give JSON pointers",
                "http: { component: web, port: 80, body: { json: { a: 1 } } } | 'a' is no JSON pointer (RFC 6901)",
                "http: { component: web, port: 80, body: { json: { /a: { type: text } } } } | 'text' is no type of JSON",
                "http: { component: web, port: 80, answer_headers: { A: { exists: false, equals: b } }, status: 2xx } | what must not exist can't be expected to have a value",
                "http: { component: web, port: 80, tls: { verify: false }, status: 2xx } | 'tls' goes with 'scheme: https'",
                "http: { component: web, port: 80, scheme: https, tls: { verify: false, ca: x.pem }, status: 2xx } | give either 'ca'",
                "http: { component: web, port: 80, scheme: https, tls: { ca: missing.pem }, status: 2xx } | no such file",
                "http: { component: web, port: 80, scheme: https, tls: { ca: { config: nosuch } }, status: 2xx } | unknown name in configs 'nosuch'",
                "http: { component: web, port: 80, send: { json: '{' }, status: 2xx } | this is no JSON",
                "http: { component: web, port: 80, send: { json: '{}', text: x }, status: 2xx } | give one of text, json (written as JSON), file",
                "http: { component: web, port: 80, redirects: 99, status: 2xx } | is neither true, false, nor a number from 0 to 50",
                "http: { component: web, port: 80, method: get, status: 2xx } | 'get' is no method",
                "http: { component: web, port: 80, headers: { 'A B': c }, status: 2xx } | 'A B' is no header",
                "http: { port: 80, status: 2xx } | this check needs: component",
                "tcp: { to: web, port: 80, send: x } | what is sent says nothing without an 'answer'",
                "tcp: { from: db, to: web, port: 80 }, timeout: 3s | takes no 'timeout'",
                "log: { component: web } | nothing is expected of the log",
                "log: { component: web, contains: '' } | must not be empty",
                "log: { component: web, absent: x }, timeout: 3s | takes no 'timeout'",
                "log: { component: web, absent: x }, placements: flpi | unknown placement 'flpi'; did you mean 'flip'?",
                "log: { component: web, absent: x }, class: mastodon | 'name' is of no use beside 'class'",
                "log: { component: web, absent: x }, timeout: 0 | nothing is done in no time"
            })
    void whatCannotFailOrContradictsItselfIsRefused(String check, String message) {
        assertThatThrownBy(() -> read("- { name: c, %s }".formatted(check)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(message);
    }

    private <T extends CheckDeclaration> T only(Class<T> type, String checks) throws IOException {
        List<CheckDeclaration> read = read(checks);
        assertThat(read).hasSize(1);
        return type.cast(read.get(0));
    }

    private List<CheckDeclaration> read(String checks) throws IOException {
        String text = """
                services:
                  web: { image: x }
                  db: { image: x }
                x-archtest:
                  secrets: { TOKEN: { hex: 16 }, T: { tls: { authority: CA, certificates: [{ names: [web], certificate: C, key: K }] } } }
                  placements:
                    odd: { web: x86_64 }
                  checks:
                """ + checks.indent(4);
        Path file = Files.writeString(folder.resolve("compose.yaml"), text);
        return new ScenarioReader().read(file, Map.of(), Map.of()).checks();
    }
}
