# Says what one unit of each class of work costs, in microseconds: 'listen PORT' answers round trips, anything else measures.
use strict;
use warnings;
use Digest::SHA qw(sha256);
use IO::Handle;
use IO::Socket::INET;
use Socket qw(IPPROTO_TCP TCP_NODELAY);
use Time::HiRes qw(time sleep);

$SIG{PIPE} = 'IGNORE';
$SIG{CHLD} = 'IGNORE' if $ARGV[0] eq 'listen';
STDOUT->autoflush(1);
if ($ARGV[0] eq 'listen') {
    my $server = IO::Socket::INET->new(LocalPort => $ARGV[1], Listen => 16, ReuseAddr => 1) or die "cannot listen: $@";
    while (my $peer = $server->accept) {
        next if fork;
        setsockopt($peer, IPPROTO_TCP, TCP_NODELAY, 1);
        while (sysread($peer, my $byte, 1)) { syswrite($peer, $byte) }
        exit 0;
    }
}
my ($seconds, $rounds, $host, $port) = @ARGV;
my $file = "/archtest-calibration-$$";
my $text = 'x' x 65536;

# of this process and its children: what others take of a busy host's processors doesn't count
sub processor { my @t = times; return $t[0] + $t[1] + $t[2] + $t[3] }

sub report {
    my ($class, $clock, $work) = @_;
    my ($wall, $begun, $units, $used) = (time, $clock->(), 0, 0);
    while ($used < $seconds && time - $wall < 3 * $seconds) {
        my $done = $work->() or return;
        $units += $done;
        $used = $clock->() - $begun;
    }
    # 'times' counts in hundredths of a second: less than one can't be told from one
    $used = 0.01 if $clock == \&processor && $used < 0.01;
    printf "%s %.4f\n", $class, 1e6 * $used / $units;
}

sub load {
    open my $in, '<', '/proc/loadavg' or return;
    my @words = split ' ', <$in>;
    print "load $words[0] ", $words[3] =~ m{^(\d+)/} ? $1 - 1 : 0, "\n";
}

sub small_file {
    open my $out, '>', $file or die "cannot create $file: $!";
    syswrite $out, 'x' x 4096;
    $out->sync;
    close $out;
    open my $in, '<', $file or die "cannot read $file: $!";
    sysread $in, my $read, 4096;
    close $in;
    unlink $file;
    return 1;
}

# a port that is published accepts before anybody listens behind it, so only an answer counts
sub peer {
    my $said = '';
    for (1 .. 50) {
        my $peer = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port, Timeout => 2);
        if ($peer) {
            setsockopt($peer, IPPROTO_TCP, TCP_NODELAY, 1);
            return $peer if syswrite($peer, 'a') && sysread($peer, my $byte, 1);
            $said = 'closed without an answer';
        } else {
            $said = $@;
        }
        sleep 0.1;
    }
    print "no-network $said\n";
    return;
}

load();
my $peer = peer();
for (1 .. $rounds) {
    report('process-start', \&processor, sub { system('/bin/busybox', 'true') == 0 });
    report('interpreter', \&processor, sub { my $n = 0; $n += $_ & 7 for 1 .. 20_000; return 20 });
    report('crypto', \&processor, sub { sha256($text); return 1 });
    report('file-system', \&time, \&small_file);
    report('network', \&time, sub { syswrite($peer, 'a') && sysread($peer, my $byte, 1) }) if $peer;
    load();
}
