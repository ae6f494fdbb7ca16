package io.archtest.check;

import io.archtest.model.Architecture;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the beginning of an ELF file says (System V ABI, "Object Files"): the machine that its instructions are for, and
 * the interpreter (dynamic loader) that it asks for.
 */
record ElfHeader(int machine, Optional<String> interpreter) {
    /** How much of a file is enough: the header, the program headers and the interpreter's path. */
    static final int ENOUGH_BYTES = 4096;

    private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};
    private static final int CLASS_64 = 2;
    private static final int BIG_ENDIAN = 2;
    private static final int PT_INTERP = 3;

    /** Empty for anything that is no 64-bit ELF file: neither architecture has other executables. */
    static Optional<ElfHeader> read(byte[] file) {
        if (file.length < 64 || !Arrays.equals(Arrays.copyOf(file, 4), MAGIC) || file[4] != CLASS_64) {
            return Optional.empty();
        }
        ByteBuffer bytes =
                ByteBuffer.wrap(file).order(file[5] == BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        try {
            int machine = bytes.getShort(18) & 0xffff;
            return Optional.of(new ElfHeader(machine, interpreter(bytes)));
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** The architecture's word, or the number that no architecture of archtest's has. */
    String word() {
        return Arrays.stream(Architecture.values())
                .filter(architecture -> architecture.elfMachine() == machine)
                .map(Architecture::word)
                .findFirst()
                .orElse("e_machine " + machine);
    }

    private static Optional<String> interpreter(ByteBuffer bytes) {
        long table = bytes.getLong(32);
        int size = bytes.getShort(54) & 0xffff;
        int count = bytes.getShort(56) & 0xffff;
        for (int i = 0; i < count; i++) {
            int at = Math.toIntExact(table + (long) i * size);
            if (at + 40 > bytes.limit()) {
                return Optional.empty();
            }
            if (bytes.getInt(at) == PT_INTERP) {
                return text(bytes, bytes.getLong(at + 8), bytes.getLong(at + 32));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(ByteBuffer bytes, long offset, long size) {
        if (offset < 0 || size < 2 || size > 1024 || offset + size > bytes.limit()) {
            return Optional.empty();
        }
        byte[] path = new byte[(int) size - 1]; // without its closing zero
        bytes.get((int) offset, path);
        return Optional.of(new String(path, StandardCharsets.UTF_8));
    }
}
