#!/usr/bin/perl
# Looks at the description of the API with nothing but core Perl: is it OpenAPI 3.1 in its structure, are its schemas JSON
# Schema, do recorded requests and answers keep to them?
#
#   openapi.pl DOCUMENT                 says what is wrong with the document
#   openapi.pl DOCUMENT bodies NAME…    a line for each schema: its name, a body with what it requires and `no_member`, its
#                                       members, sorted; with tabs between them
#   openapi.pl DOCUMENT check FILE [VALUES]
#                                       FILE: a JSON line for each request {"method","path","status","body","answer"}; of
#                                       those that went well, body and answer are validated, of the others the problem.
#                                       Says what differs, and last which operations were seen. VALUES: where to write
#                                       a line [where, schema, value] for each value that was looked at.
# Exits 1 where something is wrong. A keyword that is not known here is wrong: it would go unchecked.
use strict;
use warnings;
use JSON::PP;

my $json = JSON::PP->new->utf8->allow_nonref;
my ($document, $command, @rest) = @ARGV;
my $api = $json->decode(slurp($document));
my $wrong = 0;

sub slurp {
    open my $in, '<:raw', $_[0] or die "$_[0]: $!\n";
    local $/;
    return scalar <$in>;
}

sub wrong {
    print "$_[0]\n";
    $wrong = 1;
}

# ---- the document

my %members_of = (
    document    => [qw(openapi info paths components)],
    info        => [qw(title version description)],
    operation   => [qw(operationId summary description security parameters requestBody responses)],
    parameter   => [qw(name in required description schema)],
    requestBody => [qw(content)],
    response    => [qw(description content)],
    media       => [qw(schema)],
    components  => [qw(schemas securitySchemes)],
);
my %keywords = map { $_ => 1 } qw($ref type title description enum const required properties additionalProperties items
  anyOf oneOf allOf minimum maximum multipleOf minLength maxLength pattern format uniqueItems propertyNames minItems maxItems);
my %formats = (
    uuid            => qr/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    date            => qr/^\d{4}-\d\d-\d\d$/,
    'date-time'     => qr/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/,
    password        => qr/^/,
    'uri-reference' => qr/^\S*$/,
);

sub only {
    my ($what, $where, $object) = @_;
    my %known = map { $_ => 1 } @{$members_of{$what}};
    $known{$_} or wrong("$where: $_ does not belong into a $what") for keys %$object;
}

sub of_ref {
    my ($ref, $where) = @_;
    my $name = $ref =~ m{^#/components/schemas/([\w.]+)$} ? $1 : '';
    my $schema = $api->{components}{schemas}{$name};
    wrong("$where: $ref names nothing") if !$schema;
    return $schema || {};
}

sub look_at_schema {
    my ($schema, $where) = @_;
    return if JSON::PP::is_bool($schema);
    $keywords{$_} or wrong("$where: the keyword $_ is not known") for keys %$schema;
    of_ref($schema->{'$ref'}, $where) if exists $schema->{'$ref'};
    $formats{$schema->{format}} or wrong("$where: the format $schema->{format} is not known") if exists $schema->{format};
    look_at_schema($schema->{properties}{$_}, "$where.$_") for keys %{$schema->{properties} || {}};
    for my $word (@{$schema->{required} || []}) {
        wrong("$where: required $word is no property") if !exists $schema->{properties}{$word};
    }
    look_at_schema($schema->{$_}, "$where.$_") for grep { exists $schema->{$_} } qw(items additionalProperties propertyNames);
    for my $several (qw(anyOf oneOf allOf)) {
        look_at_schema($schema->{$several}[$_], "$where.$several.$_") for 0 .. $#{$schema->{$several} || []};
    }
}

sub look_at_content {
    my ($content, $where) = @_;
    for my $type (keys %$content) {
        only('media', "$where $type", $content->{$type});
        $content->{$type}{schema} ? look_at_schema($content->{$type}{schema}, $where) : wrong("$where $type: no schema");
    }
}

sub look_at_operation {
    my ($operation, $where) = @_;
    only('operation', $where, $operation);
    my %in_path = map { $_ => 1 } $where =~ /\{(\w+)\}/g;
    for my $parameter (@{$operation->{parameters}}) {
        only('parameter', $where, $parameter);
        look_at_schema($parameter->{schema}, "$where $parameter->{name}");
        wrong("$where: $parameter->{name} is not in the path") if $parameter->{in} eq 'path' && !delete $in_path{$parameter->{name}};
    }
    wrong("$where: nothing tells of {$_}") for keys %in_path;
    if (my $body = $operation->{requestBody}) {
        only('requestBody', $where, $body);
        look_at_content($body->{content}, "$where body");
    }
    for my $status (keys %{$operation->{responses}}) {
        my $response = $operation->{responses}{$status};
        only('response', "$where $status", $response);
        wrong("$where: $status is no status") if $status !~ /^(default|[1-5](\d\d|XX))$/;
        wrong("$where $status: no description") if !$response->{description};
        look_at_content($response->{content}, "$where $status") if $response->{content};
    }
}

sub look_at_document {
    only('document', 'the document', $api);
    only('info', 'info', $api->{info});
    only('components', 'components', $api->{components});
    wrong('this is not OpenAPI 3.1') if ($api->{openapi} || '') !~ /^3\.1\.\d+$/;
    my %ids;
    for my $path (sort keys %{$api->{paths}}) {
        for my $method (sort keys %{$api->{paths}{$path}}) {
            my $operation = $api->{paths}{$path}{$method};
            wrong("$method $path: no such method") if $method !~ /^(get|put|post|delete|options|head|patch)$/;
            wrong("$method $path: the name $operation->{operationId} is taken") if $ids{$operation->{operationId}}++;
            look_at_operation($operation, "$method $path");
        }
    }
    look_at_schema($api->{components}{schemas}{$_}, $_) for sort keys %{$api->{components}{schemas}};
}

# ---- values

sub type_of {
    my ($value) = @_;
    return 'null' if !defined $value;
    return ref $value eq 'HASH' ? 'object' : 'array' if ref $value && !JSON::PP::is_bool($value);
    return 'boolean' if JSON::PP::is_bool($value);
    my $text = $json->encode($value);
    return $text =~ /^"/ ? 'string' : $text =~ /^-?\d+$/ ? 'integer' : 'number';
}

# What is wrong with the value, with a pointer; '' if nothing is.
sub differs {
    my ($value, $schema, $at) = @_;
    return $schema ? '' : "$at: is not allowed" if JSON::PP::is_bool($schema);
    return differs($value, of_ref($schema->{'$ref'}, $at), $at) if exists $schema->{'$ref'};
    my $is = type_of($value);
    if (exists $schema->{type}) {
        my @may = ref $schema->{type} ? @{$schema->{type}} : ($schema->{type});
        return "$at: is $is, not @may" if !grep { $_ eq $is || ($_ eq 'number' && $is eq 'integer') } @may;
    }
    my $text = defined $value && !ref $value ? "$value" : '';
    return "$at: none of the words" if $schema->{enum} && !grep { defined $value && $_ eq $text } @{$schema->{enum}};
    return "$at: not $schema->{const}" if exists $schema->{const} && $text ne $schema->{const};
    if ($is eq 'string') {
        my $characters = length $text;
        return "$at: of $characters characters" if $characters > ($schema->{maxLength} // $characters) || $characters < ($schema->{minLength} // 0);
        return "$at: is no $schema->{format}" if $schema->{format} && $text !~ $formats{$schema->{format}};
        return "$at: not as $schema->{pattern}" if $schema->{pattern} && $text !~ /$schema->{pattern}/;
    } elsif ($is eq 'integer' || $is eq 'number') {
        return "$at: out of bounds" if $value < ($schema->{minimum} // $value) || $value > ($schema->{maximum} // $value);
    } elsif ($is eq 'array' && exists $schema->{items}) {
        for my $i (0 .. $#$value) {
            my $why = differs($value->[$i], $schema->{items}, "$at/$i");
            return $why if $why;
        }
    } elsif ($is eq 'object') {
        exists $value->{$_} or return "$at: without $_" for @{$schema->{required} || []};
        for my $name (sort keys %$value) {
            my $its = exists $schema->{properties}{$name} ? $schema->{properties}{$name} : $schema->{additionalProperties};
            my $why = defined $its ? differs($value->{$name}, $its, "$at/$name") : '';
            $why ||= differs($name, $schema->{propertyNames}, "$at/$name") if $schema->{propertyNames};
            return $why if $why;
        }
    }
    for my $part (@{$schema->{allOf} || []}) {
        my $why = differs($value, $part, $at);
        return $why if $why;
    }
    my @ways = map { differs($value, $_, $at) } @{$schema->{oneOf} || $schema->{anyOf} || []};
    my $fit = grep { $_ eq '' } @ways;
    return "$at: fits none: " . join('; ', grep { !/: not \w+$/ } @ways) if @ways && $fit == 0;
    return "$at: fits $fit of one" if $schema->{oneOf} && $fit > 1;
    return '';
}

# Some value of the type.
sub sample {
    my ($schema) = @_;
    return $schema->{enum}[0] if $schema->{enum};
    my $type = $schema->{type} || 'object';
    my %of_format = (uuid => '00000000-0000-4000-8000-000000000001', date => '2099-01-01', 'date-time' => '2099-01-01T00:00:00Z');
    return $of_format{$schema->{format} || ''} || 'some-text' if $type eq 'string';
    return $type eq 'array' ? [] : $type eq 'object' ? {} : 1;
}

sub operation_of {
    my ($method, $path) = @_;
    $path =~ s/\?.*//;
    my @ways = sort { ($a =~ tr/{//) <=> ($b =~ tr/{//) } keys %{$api->{paths}};
    for my $way (@ways) {
        my $pattern = join '/', map { /^\{/ ? '[^/]+' : quotemeta } split m{/}, $way, -1;
        return $api->{paths}{$way}{lc $method} if $path =~ /^$pattern$/;
    }
    return undef;
}

sub schema_of {
    my ($content) = @_;
    my ($media) = map { $content->{$_} } sort keys %{$content || {}};
    return $media && $media->{schema};
}

my $seen_values;

# One value, or lines of them. Of lines that differ in an identifier or a digit only, thousands in a bulk request, one.
sub check_text {
    my ($text, $schema, $where) = @_;
    my $whole = eval { $json->decode($text) };
    my %shapes;
    my @lines = !$@ ? () : grep { /\S/ && !$shapes{s/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/0/gr =~ tr/0-9/0/r}++ } split /\n/, $text;
    for my $value (@lines ? map { $json->decode($_) } @lines : ($whole)) {
        print $seen_values $json->canonical->encode([$where, $schema, $value]), "\n" if $seen_values;
        my $why = differs($value, $schema, '');
        wrong(substr "$where$why", 0, 300) if $why;
    }
}

sub check {
    my ($file, $values) = @_;
    my %seen;
    !$values or open $seen_values, '>:raw', $values or die "$values: $!\n";
    for my $line (split /\n/, slurp($file)) {
        my $request = $json->decode($line);
        my $where = "$request->{method} $request->{path} ";
        my $operation = operation_of($request->{method}, $request->{path});
        utf8::encode($request->{$_}) for qw(body answer);
        if ($request->{status} !~ /^2/) {
            my $problem = $operation && schema_of($operation->{responses}{default}{content});
            check_text($request->{answer}, $problem, "${where}problem ") if $problem && $request->{answer} =~ /\S/;
            next;
        }
        if (!$operation) {
            wrong("${where}is not described");
            next;
        }
        $seen{$operation->{operationId}}++;
        my $asks = schema_of(($operation->{requestBody} || {})->{content});
        my $answers = schema_of(($operation->{responses}{'2XX'} || {})->{content});
        check_text($request->{body}, $asks, "${where}body ") if $asks && $request->{body} =~ /\S/;
        check_text($request->{answer}, $answers, "${where}answer ") if $answers && $request->{answer} =~ /\S/;
    }
    print join(' ', sort keys %seen), "\n";
}

if (!$command) {
    look_at_document();
} elsif ($command eq 'bodies') {
    for my $name (@rest) {
        my $schema = $api->{components}{schemas}{$name};
        my %body = map { $_ => sample($schema->{properties}{$_}) } @{$schema->{required} || []};
        print join("\t", $name, $json->encode({%body, no_member => 1}), join ', ', sort keys %{$schema->{properties}}), "\n";
    }
} else {
    check(@rest);
}
exit $wrong;
