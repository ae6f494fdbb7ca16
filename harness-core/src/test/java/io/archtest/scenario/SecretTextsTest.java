package io.archtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.compose.ComposeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts of a file are secret, and which only look like it. */
class SecretTextsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DB_PASSWORD",
                "PGPASSWORD",
                "MYSQL_PWD",
                "SMTP_PASS",
                "SECRET_KEY_BASE",
                "OTP_SECRET",
                "JWT_TOKEN",
                "apiKey",
                "API_KEY",
                "STRIPE_APIKEY",
                "VAPID_PRIVATE_KEY",
                "AWS_SECRET_ACCESS_KEY",
                "spring.datasource.password",
                "ACTIVE_RECORD_ENCRYPTION_KEY_DERIVATION_SALT",
                "GOOGLE_CREDENTIALS",
                "KEY_PASSPHRASE",
                "app-token",
                "POSTGRES_PASSWORD",
                "ACTIVE_RECORD_ENCRYPTION_PRIMARY_KEY",
                "RABBITMQ_DEFAULT_PASS"
            })
    void aNameSaysThatItsValueIsSecret(String name) throws IOException {
        assertThat(of(name, "hunter22")).containsExactly("hunter22");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POSTGRES_PASSWORD_FILE", "TOKEN_URL", "TOKEN_TTL", "PASSWORD_MIN", "PWD", "PASSWORD_ENCRYPTION",
                        "USER", "BYPASS",
                "SECRET_NAME", "PUBLIC_KEY", "CACHE_KEY", "COMPASS", "VAPID_PUBLIC_KEY", "KEYBOARD", "TOKEN_ENDPOINT",
                        "MONKEY",
                "PASSENGER_MAX_POOL_SIZE"
            })
    void aNameOnlyLooksLikeIt(String name) throws IOException {
        assertThat(of(name, "hunter22")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "DB_PASSWORD, s3cret, s3cret",
                "DB_PASSWORD, abcdefgh, abcdefgh",
                "DB_PASSWORD, 84736251, 84736251",
                "DB_PASSWORD, ` p w d ä `, p w d ä",
                "DATABASE_URL, postgres://app:hunter2@db:5432/app, hunter2",
                "REDIS_URL, redis://:hunter2@cache:6379/0, hunter2",
                "SMTP, smtp://app:p%40ss%2Bw@mail, `p%40ss%2Bw|p@ss+w`",
                "CONNECTION, Server=db;User Id=app;Password=hunter2;Pooling=true, hunter2",
                "LIBPQ, `host=db password='two words' user=app`, two words",
                "DB_PASSWORD, postgres://app:hunter2@db/app, hunter2",
            })
    void valuesThatAreSecret(String name, String value, String secrets) throws IOException {
        assertThat(of(name, value)).containsExactlyInAnyOrder(secrets.split("\\|"));
    }

    @ParameterizedTest
    @CsvSource({
        "DB_PASSWORD, ''",
        "DB_PASSWORD, 1",
        "DB_PASSWORD, 'true'",
        "DB_PASSWORD, abc",
        "DB_PASSWORD, abcdef",
        "DB_PASSWORD, 100000",
        "DB_PASSWORD, postgres",
        "DB_PASSWORD, changeme",
        "DB_PASSWORD, web",
        "DB_PASSWORD, example-shop",
        "DB_PASSWORD, the-user",
        "DB_PASSWORD, /run/secrets/password",
        "API_TOKEN, https://tokens.example/new",
        "DATABASE_URL, postgres://the-user:the-user@db/the-user",
        "DATABASE_URL, postgres://db:5432/app",
        "DATABASE_URL, postgres://app@db/app",
        "TEXT, http://a/b@c:d",
    })
    void valuesThatOnlyLookLikeIt(String name, String value) throws IOException {
        assertThat(of(name, value)).isEmpty();
    }

    @Test
    void whatIsDeclaredIsSecretWhereverItStandsInTheFile() throws IOException {
        Files.writeString(folder.resolve("key"), "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\n-----END KEY-----\n");
        Files.writeString(
                folder.resolve("list.env"), "API_TOKEN='from-a-line'\nexport OTHER_PASSWORD=second9\nUSER=nobody\n");
        Files.writeString(folder.resolve("more.env"), "MAIL_PASSWORD=in-env-file\n");
        Files.writeString(folder.resolve(".env"), "LOGIN_SECRET=in-dot-env\nPLAIN=not-secret\n");

        Scenario scenario = read("""
                services:
                  web:
                    image: web
                    command: [serve, "--secret", "${LOGIN_SECRET}", "http://u:in-command@h/", "${PLAIN}"]
                    env_file: more.env
                secrets:
                  typed: { content: t0ken }
                  file: { file: key }
                  lines: { file: list.env }
                  process: { environment: FROM_PROCESS }
                  guessed: { content: postgres }
                x-archtest: { secrets: { SHORT: { hex: 1 }, DB_PASS: { alphanumeric: 12 } } }
                """);

        assertThat(scenario.redaction().secrets())
                .contains("t0ken", "from-a-line", "second9", "in-env-file", "in-dot-env", "in-command", "of-process")
                .containsAll(scenario.secrets().values())
                .doesNotContain("not-secret", "postgres", "nobody");
        assertThat(scenario.redaction().of("MIIEvQIBADANBgkqhkiG9w0B")).isEqualTo("[secret]");
        assertThat(scenario.notices())
                .anyMatch(notice -> notice.contains("secret 'guessed' isn't kept out of reports"))
                .noneMatch(notice -> notice.contains("'typed'"));
    }

    /** Else {@code archtest-report/1} would be no schema any more, {@code passed} no verdict, and a cell be nobody's. */
    @ParameterizedTest
    @ValueSource(strings = {"archtest", "pass", "passed", "arm64", "x86_64", "skip", "billing-", "architecture"})
    void whatAReportIsReadByIsLeftInIt(String text) throws IOException {
        Scenario scenario = read("""
                services: { billing-worker: { image: example/worker:1 } }
                secrets: { planted: { content: '%s' } }
                """.formatted(text));

        assertThat(scenario.redaction().of("archtest-report/1 passed skipped arm64 x86_64 architecture billing-worker"))
                .isEqualTo("archtest-report/1 passed skipped arm64 x86_64 architecture billing-worker");
        assertThat(scenario.notices())
                .anyMatch(notice -> notice.contains("secret 'planted' isn't kept out of reports"));
    }

    @Test
    void secretsOfBuildsAreSecretToo() throws IOException {
        assertThat(read("""
                                services:
                                  web:
                                    build: { context: ., dockerfile_inline: "FROM a", args: { NPM_TOKEN: npm-1234 }, secrets: [s] }
                                secrets: { s: { content: b-secret } }
                                """).redaction().secrets()).containsExactlyInAnyOrder("npm-1234", "b-secret");
    }

    private Set<String> of(String name, String value) throws IOException {
        return read("""
                        name: example-shop
                        services:
                          web:
                            image: example/web:1
                            environment: { POSTGRES_USER: the-user, %s: '%s' }
                        """.formatted("\"" + name + "\"", value.replace("'", "''")))
                .redaction()
                .secrets();
    }

    private Scenario read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("compose.yaml"), text);
        return new ScenarioReader()
                .read(
                        ComposeRequest.of(file, Map.of("FROM_PROCESS", "of-process", "HOME", "/root")),
                        Map.of(),
                        Optional.empty());
    }
}
