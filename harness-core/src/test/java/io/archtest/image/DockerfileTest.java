package io.archtest.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.model.Architecture;
import io.archtest.model.BuildSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DockerfileTest {
    private static final String TEXT = """
            # syntax=docker/dockerfile:1
            ARG VERSION=1.22
            ARG OS=debian
            FROM --platform=$BUILDPLATFORM golang:${VERSION}-${OS:-alpine} AS build
            RUN go build \\
                # a comment within
                -o /app
            RUN <<EOF
            FROM nothing
            EOF

            FROM build AS test
            RUN /app test

            from nginx:1.30
            COPY --from=build /app /app
            COPY --from=busybox:1 /bin/sh /sh
            COPY --from=0 /x /x
            CMD ["/app"]
            """;

    @Test
    void instructionsAreFoundOnTheirLines() {
        Dockerfile dockerfile = Dockerfile.parse(TEXT);

        assertThat(dockerfile.instructions())
                .extracting(instruction -> instruction.line() + " " + instruction.keyword())
                .containsExactly(
                        "2 ARG", "3 ARG", "4 FROM", "5 RUN", "8 RUN", "12 FROM", "13 RUN", "15 FROM", "16 COPY",
                        "17 COPY", "18 COPY", "19 CMD");
        assertThat(dockerfile.hasHeredocs()).isTrue();
    }

    @Test
    void aStepOfBuildKitIsFoundByItsPlaceInItsStage() {
        Dockerfile dockerfile = Dockerfile.parse(TEXT);

        assertThat(dockerfile
                        .step("build", 2, 3, "RUN go build     -o /app")
                        .orElseThrow()
                        .line())
                .isEqualTo(5);
        assertThat(dockerfile
                        .step("stage-2", 3, 4, "COPY --from=busybox:1 /bin/sh /sh")
                        .orElseThrow()
                        .line())
                .isEqualTo(17);
        assertThat(dockerfile.step("build", 2, 5, "RUN go build"))
                .as("ONBUILD added some")
                .isEmpty();
        assertThat(dockerfile.step("build", 2, 3, "COPY a b"))
                .as("another instruction")
                .isEmpty();
    }

    @Test
    void basesAreAskedForWithTheirArchitectureAndStagesAreNot() {
        List<String> asked = new ArrayList<>();

        new ParentImages(Dockerfile.parse(TEXT), spec(Map.of()), Architecture.ARM64, Architecture.X86_64)
                .with((image, architecture) -> {
                    asked.add(image + " " + architecture);
                    return Optional.empty();
                });

        assertThat(asked).containsExactly("golang:1.22-debian x86_64", "nginx:1.30 arm64", "busybox:1 arm64");
    }

    @Test
    void onlyNamesOfBasesChangeAndNoLineMoves() {
        String text = new ParentImages(
                        Dockerfile.parse(TEXT), spec(Map.of("VERSION", "2")), Architecture.ARM64, Architecture.X86_64)
                .with((image, architecture) -> Optional.of("other/" + image + "-" + architecture.word()));

        assertThat(text)
                .isEqualTo(TEXT.replace("golang:${VERSION}-${OS:-alpine}", "other/golang:2-debian-x86_64")
                        .replace("nginx:1.30", "other/nginx:1.30-arm64")
                        .replace("=busybox:1", "=other/busybox:1-arm64"));
    }

    @Test
    void anotherEscapeCharacterIsMinded() {
        Dockerfile dockerfile = Dockerfile.parse("# escape=`\nFROM a\nRUN one `\n  two\nRUN C:\\\nRUN x\n");

        assertThat(dockerfile.instructions())
                .extracting(Dockerfile.Instruction::line)
                .containsExactly(2, 3, 5, 6);
    }

    static BuildSpec spec(Map<String, String> args) {
        return new BuildSpec(
                "/context",
                "/context/Dockerfile",
                Optional.empty(),
                args,
                Optional.empty(),
                List.of(),
                Map.of(),
                "",
                Optional.empty(),
                Map.of(),
                Map.of(),
                List.of(),
                false,
                false,
                Map.of(),
                Map.of(),
                List.of(),
                BuildSpec.Wish.BUILD);
    }
}
