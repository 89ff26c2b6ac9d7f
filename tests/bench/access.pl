# SPDX-License-Identifier: GPL-2.0-or-later
# Prints the table of access.sh.
#
# Standard input: "FAMILY KIND COUNT FUNCTION NS WRONG" a line, round by round.
# "again" is siptrunk_identify() of a message that has its record already.
use strict;
use warnings;
use List::Util qw(max);

sub median {
	my @sorted = sort { $a <=> $b } @_;
	return ($sorted[$#sorted / 2] + $sorted[@sorted / 2]) / 2;
}

my %ns; # by family, kind, count, function
my $wrong = 0;

sub read_turns {
	my %turns;
	while(<STDIN>) {
		my ($family, $kind, $count, $function, $ns, $wrong_ones) = split;
		push @{$turns{"$family $kind $count"}{$function}}, $ns;
		$wrong += $wrong_ones if $function =~ /permissions|identify|again/;
	}
	while(my ($set, $functions) = each %turns) {
		my ($family, $kind, $count) = split ' ', $set;
		$ns{$family}{$kind}{$count} = net(%$functions);
	}
}

# In each round: what slows one turn slows its neighbour too.
sub net {
	my %turns = @_;
	my $loop = delete $turns{nothing};
	return {map { my $turns = $turns{$_}; $_ => median(map { $turns->[$_] - $loop->[$_] } 0 .. $#$turns) }
		keys %turns};
}

sub figure {
	my ($number) = @_;
	return defined $number ? scalar reverse reverse(sprintf '%.0f', $number) =~ s/(\d{3})(?=\d)/$1,/gr : '';
}

sub ratio { return $_[0] < 10 ? sprintf('%.2f', $_[0]) : figure($_[0]) }

sub line { print sprintf("  %-5s %-5s %10s %14s %13s %10s %10s %13s", @_) =~ s/ *$/\n/r }

sub rows {
	my ($family, $kind) = @_;
	my $sizes = $ns{$family}{$kind};
	for my $count (sort { $a <=> $b } keys %$sizes) {
		my $ns = $sizes->{$count};
		line($family, $kind, figure($count), figure($ns->{is_in_subnet}), figure($ns->{permissions}),
			figure($ns->{again}), ratio($ns->{permissions} / $ns->{again}), figure($ns->{identify}));
		$family = $kind = '';
	}
}

sub verdict { printf "  %-8s %-52s %s\n", $_[2] ? 'reached' : 'MISSED', @_[0, 1] }

sub verdicts {
	my ($family, $kind) = @_;
	my $sizes = $ns{$family}{$kind};
	my $of = sub { my ($count, $function) = @_; return $sizes->{$count}{$function} };
	my $faster = sub { return $of->($_[0], 'permissions') / $of->($_[0], 'again') };
	my $growth = max(map { $_->{again} } values %$sizes) / $of->(3, 'again');
	verdict("$family $kind: at 3 no slower than permissions", ratio($faster->(3)), $faster->(3) >= 1);
	verdict("$family $kind: flat within 2x", ratio($growth), $growth <= 2);
	verdict("$family $kind: at 100,000 at least 1,000x faster", ratio($faster->(100000)),
		$faster->(100000) >= 1000) if $kind eq 'miss' && $sizes->{100000};
}

sub for_each {
	my ($do) = @_;
	for my $family (sort keys %ns) {
		$do->($family, $_) for sort keys %{$ns{$family}};
	}
}

read_turns();
line('', '', 'prefixes', 'is_in_subnet', 'permissions', 'siptrunk', 'x faster', 'first (1)');
for_each(\&rows);
print "\n";
for_each(\&verdicts);
print "  wrong answers of permissions and siptrunk: $wrong\n";
exit($wrong ? 1 : 0);
