package io.archtest.plan;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** A range of IPv4 addresses in CIDR notation. Nothing is looked up. */
record AddressRange(long first, int prefix) {
    private static final int BITS = 32;

    /** Empty when it is none of IPv4. */
    static Optional<AddressRange> of(String cidr) {
        String[] parts = cidr.split("/", 2);
        return parts.length != 2 || !parts[1].matches("[0-9]{1,2}") || Integer.parseInt(parts[1]) > BITS
                ? Optional.empty()
                : address(parts[0]).map(address -> aligned(address, Integer.parseInt(parts[1])));
    }

    private static AddressRange aligned(long address, int prefix) {
        return new AddressRange(address & -size(prefix), prefix);
    }

    private static long size(int prefix) {
        return 1L << (BITS - prefix);
    }

    static Optional<Long> address(String text) {
        // a name would be looked up
        if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    ByteBuffer.wrap(InetAddress.getByName(text).getAddress()).getInt() & 0xffffffffL);
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    boolean contains(long address) {
        return address >= first && address < first + size(prefix);
    }

    /** Its lowest address that a container or gateway can have. */
    String firstUsable() {
        return text(first + 1);
    }

    /** The largest part of it, and of those the highest, in which none of these is; empty when there is none. */
    Optional<AddressRange> partWithout(List<Long> taken) {
        for (int shorter = prefix + 1; shorter < BITS - 1; shorter++) {
            for (long start = first + size(prefix) - size(shorter); start >= first; start -= size(shorter)) {
                AddressRange part = new AddressRange(start, shorter);
                if (taken.stream().noneMatch(part::contains)) {
                    return Optional.of(part);
                }
            }
        }
        return Optional.empty();
    }

    private static String text(long address) {
        return "%d.%d.%d.%d".formatted(address >> 24 & 255, address >> 16 & 255, address >> 8 & 255, address & 255);
    }

    @Override
    public String toString() {
        return text(first) + "/" + prefix;
    }
}
