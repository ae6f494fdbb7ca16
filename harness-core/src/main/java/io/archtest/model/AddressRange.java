package io.archtest.model;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Optional;

/**
 * A range of addresses in CIDR notation, of IPv4 or IPv6. Nothing is looked up.
 *
 * @param bits 32 or 128
 */
public record AddressRange(int bits, BigInteger first, int prefix) {
    private static final int V4 = 32;
    private static final int V6 = 128;
    /** Smaller ones have no room for a container beside what every range loses. */
    private static final int SMALLEST_PART = 30;

    /** Empty when the text is none. */
    public static Optional<AddressRange> of(String cidr) {
        String[] parts = cidr.split("/", 2);
        if (parts.length != 2 || !parts[1].matches("[0-9]{1,3}")) {
            return Optional.empty();
        }
        int bits = bits(parts[0]);
        int prefix = Integer.parseInt(parts[1]);
        return prefix > bits ? Optional.empty() : number(parts[0]).map(number -> aligned(bits, number, prefix));
    }

    private static int bits(String address) {
        return address.contains(":") ? V6 : V4;
    }

    private static AddressRange aligned(int bits, BigInteger address, int prefix) {
        return new AddressRange(bits, address.shiftRight(bits - prefix).shiftLeft(bits - prefix), prefix);
    }

    /** An address as a number; empty when the text is none. */
    private static Optional<BigInteger> number(String text) {
        // what could be a name would be looked up
        if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") && !text.matches("[0-9a-fA-F:]*:[0-9a-fA-F:.]*")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigInteger(1, InetAddress.getByName(text).getAddress()));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    public static boolean isIpv4(String text) {
        return bits(text) == V4 && number(text).isPresent();
    }

    public static boolean isIpv6(String text) {
        return bits(text) == V6 && number(text).isPresent();
    }

    public boolean ipv4() {
        return bits == V4;
    }

    public boolean contains(String address) {
        return bits(address) == bits && number(address).filter(this::contains).isPresent();
    }

    private boolean contains(BigInteger address) {
        return aligned(bits, address, prefix).first.equals(first);
    }

    /** Its lowest address that a container or gateway can have. */
    public String firstUsable() {
        return text(first.add(BigInteger.ONE));
    }

    /** The largest part of it, and of those the highest, in which none of these addresses is; empty when there is none. */
    public Optional<AddressRange> partWithout(Collection<String> taken) {
        int smallest = SMALLEST_PART + bits - V4;
        for (int longer = prefix + 1; longer <= smallest; longer++) {
            BigInteger size = BigInteger.ONE.shiftLeft(bits - longer);
            BigInteger last = first.add(BigInteger.ONE.shiftLeft(bits - prefix)).subtract(size);
            for (BigInteger start = last; start.compareTo(first) >= 0; start = start.subtract(size)) {
                AddressRange part = new AddressRange(bits, start, longer);
                if (taken.stream().noneMatch(part::contains)) {
                    return Optional.of(part);
                }
            }
        }
        return Optional.empty();
    }

    private String text(BigInteger address) {
        byte[] bytes = new byte[bits / 8];
        byte[] digits = address.toByteArray();
        for (int i = 0; i < Math.min(digits.length, bytes.length); i++) {
            bytes[bytes.length - 1 - i] = digits[digits.length - 1 - i];
        }
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has %d bits".formatted(bits), e);
        }
    }

    @Override
    public String toString() {
        return text(first) + "/" + prefix;
    }
}
