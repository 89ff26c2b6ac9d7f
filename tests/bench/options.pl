# SPDX-License-Identifier: GPL-2.0-or-later
# Asks a SIP server 200 times a second until a file appears, one OPTIONS at a
# time, and prints how long it took to answer: median, 99 %, 99.9 %, longest, in ms, and
# how many were never answered within 2 s.
#
#   options.pl ADDRESS PORT UNTIL-FILE
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;
use Time::HiRes qw(sleep time);

use constant PAUSE => 0.005;
use constant PATIENCE => 2;

my ($address, $port, $until) = @ARGV;
my $socket = IO::Socket::INET->new(Proto => 'udp', PeerAddr => $address, PeerPort => $port)
	or die "no socket to $address:$port: $!\n";
my $ready = IO::Select->new($socket);

sub request {
	my ($number) = @_;
	my $local = $socket->sockhost . ':' . $socket->sockport;
	return join "\r\n", "OPTIONS sip:$address:$port SIP/2.0",
		"Via: SIP/2.0/UDP $local;branch=z9hG4bK$number", "From: <sip:bench\@$local>;tag=$number",
		"To: <sip:$address:$port>", "Call-ID: $number\@$local", 'CSeq: 1 OPTIONS', 'Max-Forwards: 70',
		'Content-Length: 0', '', '';
}

# Seconds, or none when there is no answer. A late one to an earlier request is
# not taken for this one's.
sub ask {
	my ($number) = @_;
	my $started = time;
	$socket->send(request($number));
	while((my $left = $started + PATIENCE - time) > 0) {
		next unless $ready->can_read($left);
		$socket->recv(my $answer, 4096);
		return time - $started if $answer =~ /^Call-ID: $number@/mi;
	}
	return;
}

my (@times, $lost);
for(my $number = 1; !-e $until; $number++) {
	my $took = ask($number);
	if(defined $took) { push @times, 1000 * $took } else { $lost++ }
	sleep PAUSE;
}
@times = sort { $a <=> $b } @times;
my @slow = @times ? (map { sprintf '%.2f', $times[@times * $_] } 0.5, 0.99, 0.999) : ('-') x 3;
print join(' ', @slow, @times ? sprintf('%.2f', $times[-1]) : '-', $lost // 0), "\n";
