# Says which nonces of archtest arrive in this network namespace, and at which of the TCP ports given as arguments: one line
# "arrived PORT NONCE" for each packet that carries one. It sees packets as the kernel receives them (packet(7)), so no
# server needs to understand them, and none can pretend.
use strict;
use warnings;

use constant {
    AF_PACKET       => 17,
    SOCK_DGRAM      => 2,    # without link-level header: a packet begins with its IP header on any interface
    ETH_P_ALL       => 0x0003,
    PACKET_OUTGOING => 4,
    TCP             => 6,
};

$| = 1;
my %ports = map { $_ => 1 } @ARGV;
socket(my $socket, AF_PACKET, SOCK_DGRAM, unpack('S', pack('n', ETH_P_ALL))) or die "cannot open a packet socket: $!\n";
print "listening\n";

while (defined(my $from = recv($socket, my $packet, 65535, 0))) {
    # struct sockaddr_ll: family, protocol, interface, hardware type, packet type
    my $kind = (unpack 'S n l S C', $from)[4];
    next if $kind == PACKET_OUTGOING || length $packet < 40;
    my $version = ord($packet) >> 4;
    my ($protocol, $header) =
        $version == 4 ? (ord(substr $packet, 9, 1), (ord($packet) & 15) * 4)
      : $version == 6 ? (ord(substr $packet, 6, 1), 40)
      :                 (0, 0);
    next if $protocol != TCP || length $packet < $header + 20;
    my $port = unpack 'n', substr($packet, $header + 2, 2);
    next if !$ports{$port};
    my $payload = substr $packet, $header + 20;
    print "arrived $port $1\n" while $payload =~ /ARCHTEST ([0-9a-f]{24})/g;
}
