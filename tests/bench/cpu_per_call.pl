# SPDX-License-Identifier: GPL-2.0-or-later
# Prints the table of cpu_per_call.sh.
#
# The file named: "TURN US" a line, round by round. Standard input: "TURN
# IDLE-PERCENT" a line.
use strict;
use warnings;
use List::Util qw(min max);

my (%us, %idle);
open my $turns, '<', $ARGV[0] or die "$ARGV[0]: $!\n";
while(<$turns>) {
	my ($turn, $us) = split;
	push @{$us{$turn}}, $us;
}
while(<STDIN>) {
	my ($turn, $percent) = split;
	$idle{$turn} = $percent;
}

sub median {
	my @sorted = sort { $a <=> $b } @_;
	return ($sorted[$#sorted / 2] + $sorted[@sorted / 2]) / 2;
}

# A ratio is made in each round: what slows one turn slows its neighbour too.
sub ratios {
	my ($rounds, $base) = @_;
	my @ratios = map { $rounds->[$_] / $base->[$_] } 0 .. $#$rounds;
	return sprintf '%.2f [%.2f .. %.2f]', median(@ratios), min(@ratios), max(@ratios);
}

# row TITLE ROUNDS IDLE BASE...: the ratio to each BASE, or none where it is ''.
sub row {
	my ($title, $rounds, $idle, @bases) = @_;
	my @ratios = map { $_ ? ratios($rounds, $us{$_}) : '' } @bases;
	line($title, sprintf('%.0f', median(@$rounds)), @ratios, $idle);
}

sub line {
	print sprintf("  %-28s %7s   %-19s   %-19s   %s", @_) =~ s/ *$/\n/r;
}

my @signalling = map { $us{edge}[$_] - $us{stock_rtpengine}[$_] + $us{stock}[$_] }
	0 .. $#{$us{edge}};

line('', 'us/call', 'x stock', 'x stock + RTPengine', 'idle, % of a CPU');
row('stock relay', $us{stock}, $idle{stock}, '', '');
row('stock relay + RTPengine (1)', $us{stock_rtpengine}, $idle{stock_rtpengine}, 'stock', '');
row('the edge as shipped', $us{edge}, $idle{edge}, 'stock', 'stock_rtpengine');
row('the edge, signalling (2)', \@signalling, '', 'stock', '');
