# SPDX-License-Identifier: GPL-2.0-or-later
# Prints the tables of media.sh, as docs/performance.md has them.
#
# media.pl TITLE ROUNDS MOST: of the file ROUNDS each line is "KIND.SUBJECT SENT LOST
# MEDIAN P99 LONGEST LATE CPU", round by round; of MOST "KIND.SUBJECT CALLS LIMIT".
use strict;
use warnings;
use List::Util qw(min max sum);

my ($title, $rounds, $most) = @ARGV;
my %kinds = (rtp => 'RTP to RTP', srtp => 'RTP to SRTP', g722 => 'G.722 to PCMU');
my %subjects = (plain => 'plain RTPengine', edge => 'the edge');
my @columns = qw(sent lost median p99 longest late cpu);

my (%found, %most);
for(lines($rounds)) {
	my ($turn, @values) = split;
	push @{$found{$turn}{$columns[$_]}}, $values[$_] for 0 .. $#columns;
}
for(lines($most)) {
	my ($turn, $calls, $limit) = split;
	$most{$turn} = ($calls >= $limit ? 'at least ' : '') . $calls;
}

sub lines {
	open my $file, '<', $_[0] or return ();
	return <$file>;
}

sub median {
	my @sorted = sort { $a <=> $b } @_;
	return ($sorted[$#sorted / 2] + $sorted[@sorted / 2]) / 2;
}

# added COLUMN TURN: to what the same packets took without RTPengine in that round.
sub added {
	my ($column, $turn) = @_;
	my ($with, $without) = ($found{$turn}{$column}, $found{'rtp.direct'}{$column});
	return map { $with->[$_] - $without->[$_] } 0 .. $#$with;
}

# A ratio is made in each round: what slows one turn slows its neighbour too.
sub ratios {
	my ($values, $base) = @_;
	my @ratios = map { $values->[$_] / ($base->[$_] || 1) } 0 .. $#$values;
	return sprintf '%.2f [%.2f .. %.2f]', median(@ratios), min(@ratios), max(@ratios);
}

sub ratio {
	my ($column, $kind) = @_;
	return ratios(map { $column eq 'cpu' ? $found{"$kind.$_"}{cpu}
		: [added($column, "$kind.$_")] } 'edge', 'plain');
}

sub row {
	my ($kind, $subject) = @_;
	my $turn = "$kind.$subject";
	my $cpu = median(@{$found{$turn}{cpu}});
	my $edge = $subject eq 'edge';
	line($kinds{$kind} . ', ' . $subjects{$subject},
		sprintf('%.0f', $cpu), sprintf('%.0f', 1e6 / $cpu), $most{$turn} // '-',
		$edge ? ratio('cpu', $kind) : 1,
		sprintf('%.0f / %.0f', map { median(added($_, $turn)) } 'median', 'p99'),
		$edge ? ratio('median', $kind) . ' / ' . ratio('p99', $kind) : 1,
		sum(@{$found{$turn}{lost}}) . ' of ' . sum(@{$found{$turn}{sent}}));
}

sub line { print '| ', join(' | ', @_), " |\n" }

line($title, 'us a call and second', 'calls a core by that', 'calls that one core bore',
	'CPU, x plain', 'us added, median / 99 %', 'x plain', 'packets lost');
line('---', ('--:') x 3, '---', '--:', '---', '--:');
for my $kind ('rtp', 'srtp', 'g722') {
	row($kind, $_) for 'plain', 'edge';
}
printf "Without RTPengine the same packets took %.0f us, 99 %% of them up to %.0f; %d rounds.\n",
	(map { median(@{$found{'rtp.direct'}{$_}}) } 'median', 'p99'), scalar @{$found{'rtp.direct'}{sent}};
my $late = max(map { @{$found{$_}{late}} } keys %found);
print "The sender was late by up to $late us (99 %): the machine was busy with other things.\n"
	if $late > 2000;
