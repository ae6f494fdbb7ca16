# Connects to each "NAME PORT NONCE" argument from this network namespace, sends "ARCHTEST <nonce>" and prints one line for
# each: index, outcome, microseconds until connected, detail. Whether the nonce arrived where it should is not for this
# program to say: a listener at the target's end is asked for that.
use strict;
use warnings;
use Errno qw(ECONNREFUSED ECONNRESET EPIPE EHOSTUNREACH ENETUNREACH ETIMEDOUT EINPROGRESS);
use Fcntl qw(F_GETFL F_SETFL O_NONBLOCK);
use Socket qw(getaddrinfo AF_INET SOCK_STREAM SOL_SOCKET SO_ERROR IPPROTO_TCP);
use Time::HiRes qw(time);

$| = 1;
$SIG{PIPE} = 'IGNORE';
my $limit = shift @ARGV;    # seconds to wait for a connection
my $answer = 0.25;          # seconds to wait for the peer to refuse what it got

sub cause {
    my $error = shift;
    return 'refused'  if $error == ECONNREFUSED;
    return 'reset'    if $error == ECONNRESET || $error == EPIPE;
    return 'no-route' if $error == EHOSTUNREACH || $error == ENETUNREACH;
    return 'timeout'  if $error == ETIMEDOUT;
    return 'error';
}

sub ready {
    my ($socket, $write, $seconds) = @_;
    my $bits = '';
    vec($bits, fileno($socket), 1) = 1;
    my $copy = $bits;
    return $write ? select(undef, $copy, undef, $seconds) : select($copy, undef, undef, $seconds);
}

sub probe {
    my ($name, $port, $nonce) = @_;
    my ($error, @addresses) = getaddrinfo($name, $port, { family => AF_INET, socktype => SOCK_STREAM });
    return ('dns', 0, "$error") if $error;
    socket(my $socket, AF_INET, SOCK_STREAM, IPPROTO_TCP) or return ('error', 0, "$!");
    fcntl($socket, F_SETFL, fcntl($socket, F_GETFL, 0) | O_NONBLOCK);
    my $began = time;
    if (!connect($socket, $addresses[0]{addr})) {
        return (cause($! + 0), 0, "$!") if $! != EINPROGRESS;
        return ('timeout', 0, "no answer within $limit s") if !ready($socket, 1, $limit);
        my $result = unpack('i', getsockopt($socket, SOL_SOCKET, SO_ERROR));
        if ($result) { $! = $result; return (cause($result), 0, "$!"); }
    }
    my $micros = int((time - $began) * 1e6);
    defined syswrite($socket, "ARCHTEST $nonce\r\n") or return (cause($! + 0), $micros, "$!");
    return ('connected', $micros, 'open') if !ready($socket, 0, $answer);
    my $read = sysread($socket, my $bytes, 200);
    return (cause($! + 0), $micros, "$!") if !defined $read;
    return ('connected', $micros, $read ? 'answered' : 'closed');
}

for my $i (0 .. $#ARGV) {
    print join("\t", $i, probe(split ' ', $ARGV[$i])), "\n";
}
