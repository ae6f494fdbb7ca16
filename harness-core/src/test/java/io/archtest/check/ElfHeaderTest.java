package io.archtest.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.model.Architecture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ElfHeaderTest {
    @ParameterizedTest
    @EnumSource(Architecture.class)
    void machineAndInterpreterAreRead(Architecture architecture) {
        byte[] file = elf(architecture.elfMachine(), "/lib/ld-test.so.1");

        ElfHeader header = ElfHeader.read(file).orElseThrow();

        assertThat(header.word()).isEqualTo(architecture.word());
        assertThat(header.interpreter()).contains("/lib/ld-test.so.1");
    }

    @Test
    void theJavaThatRunsThisTestIsOfItsOwnArchitecture() throws Exception {
        byte[] java = Files.readAllBytes(Path.of(System.getProperty("java.home"), "bin", "java"));

        ElfHeader header =
                ElfHeader.read(Arrays.copyOf(java, ElfHeader.ENOUGH_BYTES)).orElseThrow();

        assertThat(header.word())
                .isEqualTo(Architecture.parse(System.getProperty("os.arch")).word());
        assertThat(header.interpreter()).isPresent();
    }

    @Test
    void anotherMachineIsNotTakenForOneOfTheTwo() {
        assertThat(ElfHeader.read(elf(243, "/lib/ld.so")).orElseThrow().word()).isEqualTo("e_machine 243");
    }

    @Test
    void whatIsNoElfFileIsNone() {
        assertThat(ElfHeader.read(new byte[0])).isEmpty();
        assertThat(ElfHeader.read("#!/bin/sh\n".repeat(20).getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(ElfHeader.read(new byte[200])).isEmpty();
    }

    @Test
    void aTornFileHasNoInterpreterAndHarmsNobody() {
        byte[] file = elf(62, "/lib/ld-test.so.1");
        for (int length = 0; length < file.length; length++) {
            assertThat(ElfHeader.read(Arrays.copyOf(file, length)).flatMap(ElfHeader::interpreter))
                    .isNotEqualTo(Optional.of("/lib/ld-wrong"));
        }
    }

    /** A 64-bit little-endian file with one program header, of type PT_INTERP. */
    private static byte[] elf(int machine, String interpreter) {
        byte[] path = (interpreter + "\0").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(64 + 56 + path.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
        bytes.putShort(18, (short) machine);
        bytes.putLong(32, 64); // e_phoff
        bytes.putShort(54, (short) 56); // e_phentsize
        bytes.putShort(56, (short) 1); // e_phnum
        bytes.putInt(64, 3); // PT_INTERP
        bytes.putLong(64 + 8, 64 + 56); // p_offset
        bytes.putLong(64 + 32, path.length); // p_filesz
        bytes.position(64 + 56);
        bytes.put(path);
        return bytes.array();
    }
}
