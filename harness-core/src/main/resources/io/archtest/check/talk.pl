# Connects to HOST and PORT from this network namespace, sends what is in FILE, and prints what is answered until the peer
# ends it, SECONDS have gone or MAX bytes have come. What happens is said on standard error, a line each: the outcome of
# connecting with its detail, then "end" with how it ended. Whoever asked reads both as they grow, and may have enough sooner.
use strict;
use warnings;
use Errno qw(ECONNREFUSED ECONNRESET EPIPE EHOSTUNREACH ENETUNREACH ETIMEDOUT EINPROGRESS);
use Fcntl qw(F_GETFL F_SETFL O_NONBLOCK);
use Socket qw(getaddrinfo AF_INET SOCK_STREAM SOL_SOCKET SO_ERROR IPPROTO_TCP);
use Time::HiRes qw(time);

$| = 1;
$SIG{PIPE} = 'IGNORE';
my ($host, $port, $seconds, $max, $file) = @ARGV;
my $until = time + $seconds;

sub say_it { print STDERR join("\t", @_), "\n" }

sub cause {
    my $error = shift;
    return 'refused'  if $error == ECONNREFUSED;
    return 'reset'    if $error == ECONNRESET || $error == EPIPE;
    return 'no-route' if $error == EHOSTUNREACH || $error == ENETUNREACH;
    return 'timeout'  if $error == ETIMEDOUT;
    return 'error';
}

sub ready {
    my ($socket, $write) = @_;
    my $left = $until - time;
    return 0 if $left <= 0;
    my $bits = '';
    vec($bits, fileno($socket), 1) = 1;
    return $write ? select(undef, $bits, undef, $left) : select($bits, undef, undef, $left);
}

sub connected {
    my ($error, @addresses) = getaddrinfo($host, $port, { family => AF_INET, socktype => SOCK_STREAM });
    if ($error) { say_it('dns', "$error"); return }
    socket(my $socket, AF_INET, SOCK_STREAM, IPPROTO_TCP) or die "no socket: $!\n";
    fcntl($socket, F_SETFL, fcntl($socket, F_GETFL, 0) | O_NONBLOCK);
    if (!connect($socket, $addresses[0]{addr})) {
        if ($! != EINPROGRESS) { say_it(cause($! + 0), "$!"); return }
        if (!ready($socket, 1)) { say_it('timeout', "no answer within $seconds s"); return }
        my $result = unpack('i', getsockopt($socket, SOL_SOCKET, SO_ERROR));
        if ($result) { $! = $result; say_it(cause($result), "$!"); return }
    }
    say_it('connected', '');
    return $socket;
}

sub talk {
    my $socket = shift;
    open(my $in, '<', $file) or die "cannot read $file: $!\n";
    my $send = do { local $/; <$in> } // '';
    while (length $send) {
        return 'timeout' if !ready($socket, 1);
        my $sent = syswrite($socket, $send);
        return cause($! + 0) if !defined $sent;
        $send = substr $send, $sent;
    }
    my $got = 0;
    while ($got < $max) {
        return 'timeout' if !ready($socket, 0);
        my $read = sysread($socket, my $bytes, 4096);
        return cause($! + 0) if !defined $read;
        return 'closed' if !$read;
        $got += $read;
        print $bytes;
    }
    return 'full';
}

my $socket = connected();
say_it('end', $socket ? talk($socket) : 'none');
