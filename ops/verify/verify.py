#!/usr/bin/env python3
"""Checks derivations of qbr-server (docs/derivation.md). Nothing in them is believed but the rules and the leaves.

Parses the formulas, recomputes every value and display from the leaves, and checks the digest. It shares no code with the program and
needs only Python 3.9 or later.

    python3 verify.py derivation-2026-Q1.json [FILE...]        - reads standard input

Exits 0 if every document agrees with itself; 1 with each disagreement in words; 2 without a file.
"""
import hashlib
import json
import operator
import re
import sys
from decimal import Decimal
from fractions import Fraction
from typing import Dict, Iterator, List, NamedTuple, Optional, Tuple

ABSENT = '\u2014'
OPERATORS = {'+': operator.add, '-': operator.sub, '*': operator.mul, '/': operator.truediv}
SIGNS = str.maketrans('\u2212\u00d7\u00f7', '-*/')
MOST = 2**53 - 1


class Refused(Exception):
    """A document that cannot be recomputed; says why."""


# JSON in any formatting, and its canonical form
def parsed(data: bytes):
    """The document. Its numbers are whole, and no object gives a name twice."""
    try:
        return json.loads(data.decode('utf-8-sig'), object_pairs_hook=object_of, parse_int=whole, parse_float=whole, parse_constant=whole)
    except (ValueError, ArithmeticError) as error:
        raise Refused(f'it is no JSON document: {error}') from None


def object_of(pairs: list) -> dict:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Refused(f'an object gives a name twice: {", ".join(name for name, _ in pairs)}')
    return found


def whole(text: str) -> int:
    number = Decimal(text)
    if not number.is_finite() or abs(number) > MOST or number != number.to_integral_value():
        raise Refused(f'{text} is not a whole number that every reader of JSON reads alike')
    return int(number)


def canonical(value) -> str:
    """RFC 8785, for texts, whole numbers, booleans, null, lists and objects."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode('utf-16-be', 'surrogatepass'))
        return '{' + ','.join(f'{canonical(name)}:{canonical(value[name])}' for name in names) + '}'
    if isinstance(value, list):
        return '[' + ','.join(map(canonical, value)) + ']'
    return json.dumps(value, ensure_ascii=False)


def digest_of(document: dict) -> str:
    rest = {name: value for name, value in document.items() if name != 'digest'}
    return hashlib.sha256(canonical(rest).encode('utf-8')).hexdigest()


# The fields of a document: a text by its pattern, a whole number by its range, a tuple for null or the other, a list of its one item,
# an object with exactly its fields
TEXT = r'[\s\S]*'
KEY = '[a-z][a-z0-9_]*'
MONTH = '[0-9]{4}-(0[1-9]|1[0-2])'
PERIOD = '[0-9]{4}-(0[1-9]|1[0-2]|Q[1-4])'
INSTANT = r'[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z'
DIGEST = '[0-9a-f]{64}'
DECIMAL = r'(?!-0$)-?(0|[1-9][0-9]{0,9})(\.[0-9]{0,3}[1-9])?'
FRACTION = '-?(0|[1-9][0-9]*)/[1-9][0-9]*'
ANCHOR = f'[1-9][0-9]*:[1-9][0-9]*:{DIGEST}'
PLACES = range(0, 5)

STYLE = {'key': KEY, 'label': TEXT, 'format': 'number|currency|percentage', 'places': PLACES}
NUMBER = {'key': KEY, 'value': (None, DECIMAL), 'exact': (None, FRACTION), 'display': TEXT}
LEAF = {
    **NUMBER, 'period': MONTH, 'source': (None, 'collected|manual'), 'vendor': (None, TEXT), 'run': (None, range(1, MOST)),
    'enteredBy': (None, TEXT), 'storedAt': (None, INSTANT), 'evidence': {'digest': (None, DIGEST), 'reason': (None, TEXT)},
}
VALUE = {
    **NUMBER, 'kind': 'metric|smartNumber', 'period': PERIOD, 'months': [MONTH],
    'reason': (None, 'missing|division by zero|out of range'),
}
DOCUMENT = {
    'format': 'qbr-derivation-1', 'period': PERIOD, 'months': [MONTH], 'organization': {'id': range(1, MOST), 'name': TEXT},
    'timeZone': TEXT, 'madeAt': INSTANT, 'program': TEXT, 'auditAnchor': (None, ANCHOR),
    'rounding': {'mode': 'half away from zero', 'smartNumberPlaces': PLACES, 'smartNumberIntegerDigits': range(1, 11)},
    'metrics': [{**STYLE, 'aggregation': 'sum|average|last|formula', 'absentIsZero': bool, 'formula': (None, TEXT)}],
    'smartNumbers': [{**STYLE, 'formula': TEXT}], 'leaves': [LEAF], 'values': [VALUE], 'digest': DIGEST,
}


def faults(value, shape, path: str = '') -> Iterator[str]:
    """How a value differs from its shape."""
    if isinstance(shape, tuple):
        if value is not None:
            yield from faults(value, shape[1], path)
    elif isinstance(shape, dict) and isinstance(value, dict):
        for name in [*shape, *(name for name in value if name not in shape)]:
            inner = f'{path}.{name}' if path else name
            if name not in value:
                yield f'{inner} is not given'
            elif name not in shape:
                yield f'{inner} belongs to no derivation'
            else:
                yield from faults(value[name], shape[name], inner)
    elif isinstance(shape, list) and isinstance(value, list):
        for index, each in enumerate(value):
            yield from faults(each, shape[0], f'{path}[{index}]')
    elif not is_of(value, shape):
        yield f'{path or "the document"} cannot be {shown(value)}'


def is_of(value, shape) -> bool:
    if isinstance(shape, str):
        return isinstance(value, str) and re.fullmatch(shape, value) is not None
    return isinstance(value, bool) if shape is bool else isinstance(shape, range) and type(value) is int and value in shape


def shown(value) -> str:
    text = 'absent' if value is None else json.dumps(value, ensure_ascii=False).strip('"')
    return text if len(text) <= 80 else f'{text[:77]}...'


# Formulas
def tree_of(text: str) -> tuple:
    """sum = product {(+|-) product}; product = operand {(*|/) operand}; operand = number | name | (sum) | -operand."""
    tokens = re.findall(r'[0-9]+(?:\.[0-9]+)?|[a-z][a-z0-9_]*|\S', text.translate(SIGNS))[::-1]

    def sequence(level: int) -> tuple:
        tree = operand() if level == 2 else sequence(level + 1)
        while level < 2 and tokens and tokens[-1] in ('+-', '*/')[level]:
            tree = (tokens.pop(), tree, sequence(level + 1))
        return tree

    def operand() -> tuple:
        token = tokens.pop() if tokens else ''
        if token == '-':
            return ('-', ('0',), operand())
        if token == '(':
            tree = sequence(0)
            token = 'closed' if tokens and tokens.pop() == ')' else ''
        else:
            tree = (token,)
        if not re.match('[0-9a-z]', token):
            raise Refused(f'"{shown(text)}" is no formula')
        return tree

    tree = sequence(0)
    if tokens:
        raise Refused(f'"{shown(text)}" is no formula')
    return tree


def names_in(tree: tuple) -> List[str]:
    """The metrics of a formula."""
    if len(tree) == 3:
        return [*names_in(tree[1]), *names_in(tree[2])]
    return [] if tree[0] in ('months', 'annual') or tree[0][0].isdigit() else [tree[0]]


def result_of(tree: tuple, values: Dict[str, Fraction]) -> Fraction:
    """Raises ZeroDivisionError where a divisor is 0."""
    if len(tree) == 3:
        return OPERATORS[tree[0]](result_of(tree[1], values), result_of(tree[2], values))
    return Fraction(tree[0]) if tree[0][0].isdigit() else values[tree[0]]


# Decimals and displays
def fixed(value: Fraction, places: int) -> str:
    """With exactly so many places, rounded half away from zero; zero has no sign."""
    scaled = abs(value) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = str(units).rjust(places + 1, '0')
    text = f'{digits[:-places]}.{digits[-places:]}' if places else digits
    return f'-{text}' if value < 0 and units else text


def stored(value: Optional[Fraction], places: int) -> Optional[str]:
    if value is None:
        return None
    text = fixed(value, places)
    return text.rstrip('0').rstrip('.') if '.' in text else text


def displayed(value: Optional[str], rule: dict) -> str:
    if value is None:
        return ABSENT
    number, form = Fraction(value), rule['format']
    text = stored(number, rule['places']) if form == 'number' else fixed(number * 100 if form == 'percentage' else number, 2)
    before, point, places = text.lstrip('-').partition('.')
    sign, dollar, percent = '-' * text.startswith('-'), '$' * (form == 'currency'), '%' * (form == 'percentage')
    return f'{sign}{dollar}{int(before):,}{point}{places}{percent}'


def fraction_text(value: Optional[Fraction]) -> Optional[str]:
    return None if value is None else f'{value.numerator}/{value.denominator}'


# From the leaves to every value
class Result(NamedTuple):
    exact: Optional[Fraction]
    months: Tuple[str, ...]
    reason: Optional[str] = None


class Month(NamedTuple):
    name: str
    values: Dict[str, Fraction]
    results: Dict[str, Result]


class Derivation:
    """Every value of a document, from its rules and leaves."""

    def __init__(self, document: dict):
        self.document = document
        self.metrics = {rule['key']: rule for rule in document['metrics']}
        self.trees = {rule['formula']: tree_of(rule['formula'])
                      for rule in document['metrics'] + document['smartNumbers'] if rule['formula'] is not None}
        for text, tree in self.trees.items():
            for name in names_in(tree):
                if name not in self.metrics:
                    raise Refused(f'"{shown(text)}" names {name}, of which there is no rule')
        self.months = [self.month(name) for name in document['months']]

    def expected(self) -> Dict[Tuple[str, str, str], Tuple[Result, Optional[str], dict]]:
        """Result, stored decimal and rule by kind, key and period."""
        period, rounding = self.document['period'], self.document['rounding']
        results = {(key, month.name): result for month in self.months for key, result in month.results.items()}
        if 'Q' in period:
            results.update({(key, period): self.aggregated(rule, self.months) for key, rule in self.metrics.items()})
        found = {}
        for (key, name), result in results.items():
            found['metric', key, name] = (result, stored(result.exact, self.metrics[key]['places']), self.metrics[key])
        for rule in self.document['smartNumbers']:
            result = self.of_formula(rule['formula'], self.months)
            value = stored(result.exact, rounding['smartNumberPlaces'])
            if value is not None and abs(Fraction(value)) >= 10 ** rounding['smartNumberIntegerDigits']:
                result, value = Result(None, result.months, 'out of range'), None
            found['smartNumber', rule['key'], period] = (result, value, rule)
        return found

    def month(self, name: str) -> Month:
        leaves = [leaf for leaf in self.document['leaves'] if leaf['period'] == name and leaf['value'] is not None]
        month = Month(name, {leaf['key']: Fraction(leaf['value']) for leaf in leaves}, {})
        for key in self.metrics:
            self.derive(key, month)
        return month

    def derive(self, key: str, month: Month) -> None:
        """A month's formula takes the month's stored values, so a calculated metric is rounded before others use it."""
        rule = self.metrics[key]
        if rule['formula'] is None or key in month.values or key in month.results:
            return
        for name in names_in(self.trees[rule['formula']]):
            self.derive(name, month)
        result = month.results[key] = self.of_formula(rule['formula'], [month])
        if result.exact is not None:
            month.values[key] = Fraction(stored(result.exact, rule['places']))

    def of_formula(self, text: str, months: List[Month]) -> Result:
        """On the common months: those that have every input, except the inputs that count as 0 when absent."""
        names = names_in(self.trees[text])
        needed = [name for name in names if not self.metrics[name]['absentIsZero']]
        common = [month for month in months if all(name in month.values for name in needed)]
        covered = tuple(month.name for month in common)
        inputs = {name: self.aggregated(self.metrics[name], common).exact for name in names}
        if not common or any(inputs[name] is None for name in needed):
            return Result(None, covered, 'missing')
        values = {name: value or Fraction(0) for name, value in inputs.items()}
        try:
            constants = {'months': Fraction(len(common)), 'annual': Fraction(12, len(common))}
            return Result(result_of(self.trees[text], {**values, **constants}), covered)
        except ZeroDivisionError:
            return Result(None, covered, 'division by zero')

    def aggregated(self, rule: dict, months: List[Month]) -> Result:
        """Exactly, over the months that have the metric."""
        if rule['aggregation'] == 'formula' and rule['formula'] is not None and len(months) > 1:
            return self.of_formula(rule['formula'], months)
        present = [month for month in months if rule['key'] in month.values]
        values, covered = [month.values[rule['key']] for month in present], tuple(month.name for month in present)
        if not values:
            return Result(None, covered, 'missing')
        totals = {'sum': sum(values), 'average': sum(values) / len(values)}
        return Result(totals.get(rule['aggregation'], values[-1]), covered)


# Disagreements
def disagreements(document) -> List[str]:
    found = list(faults(document, DOCUMENT))
    if not found:
        found = [*of_frame(document), *of_leaves(document), *of_values(document)]
    if isinstance(document, dict) and document.get('digest') != digest_of(document):
        found.append(f"the digest is {shown(document.get('digest'))}, but this document has {digest_of(document)}")
    return found


def of_frame(document: dict) -> Iterator[str]:
    year, part = document['period'].split('-')
    months = [f'{year}-{3 * int(part[1]) - 2 + step:02}' for step in range(3)] if 'Q' in part else [f'{year}-{part}']
    yield from difference(document['period'], 'list of months', ' '.join(document['months']), ' '.join(months))
    organization = str(document['organization']['id'])
    if document['auditAnchor'] is not None:
        yield from difference('the audit anchor', 'organization', document['auditAnchor'].split(':')[0], organization)
    for kind in ('metrics', 'smartNumbers'):
        keys = [rule['key'] for rule in document[kind]]
        yield from (f'{kind}: there are two rules of {key}' for key in sorted({key for key in keys if keys.count(key) > 1}))


def of_leaves(document: dict) -> Iterator[str]:
    rules = {rule['key']: rule for rule in document['metrics']}
    due = {(month, key) for month in document['months'] for key in rules if rules[key]['formula'] is None}
    seen = set()
    for leaf in document['leaves']:
        key, period, value, evidence = leaf['key'], leaf['period'], leaf['value'], leaf['evidence']
        name, rule = f'{key} of {period}', rules.get(key)
        if rule is None or period not in document['months'] or (period, key) in seen:
            yield f'{name}: the leaf is given twice, or has no rule or month'
            continue
        seen.add((period, key))
        if value is None and rule['formula'] is not None:
            yield f'{name}: a calculated metric without a value is no leaf'
        if (value is None) != (leaf['source'] is None):
            yield f"{name}: the value is {shown(value)}, but the source is {shown(leaf['source'])}"
        if (evidence['digest'] is None) == (evidence['reason'] is None):
            yield f'{name}: the evidence needs either a digest or the reason why there is none'
        number = None if value is None else Fraction(value)
        yield from difference(name, 'value', value, stored(number, rule['places']))
        yield from difference(name, 'exact value', leaf['exact'], fraction_text(number))
        yield from difference(name, 'display', leaf['display'], displayed(value, rule))
    yield from (f'{key} of {month}: the leaf is not given' for month, key in sorted(due - seen))


def of_values(document: dict) -> Iterator[str]:
    expected = Derivation(document).expected()
    seen = set()
    for stated in document['values']:
        place = (stated['kind'], stated['key'], stated['period'])
        name = f"{stated['kind']} {stated['key']} of {stated['period']}"
        if place not in expected or place in seen:
            yield f'{name}: the value is given twice, or is not derived here'
            continue
        seen.add(place)
        result, value, rule = expected[place]
        yield from difference(name, 'exact value', stated['exact'], fraction_text(result.exact))
        yield from difference(name, 'value', stated['value'], value)
        yield from difference(name, 'display', stated['display'], displayed(stated['value'], rule))
        yield from difference(name, 'reason', stated['reason'], result.reason)
        yield from difference(name, 'list of months', ' '.join(stated['months']), ' '.join(result.months))
    yield from (f'{kind} {key} of {period}: the value is not given' for kind, key, period in expected if (kind, key, period) not in seen)


def difference(name: str, field: str, stated: Optional[str], expected: Optional[str]) -> List[str]:
    return [] if stated == expected else [f'{name}: the {field} is {shown(stated)}, but must be {shown(expected)}']


def checked(path: str) -> Tuple[List[str], str]:
    """The disagreements of a file, and what agrees where there are none."""
    try:
        with open(0 if path == '-' else path, 'rb') as file:
            document = parsed(file.read())
        found = disagreements(document)
        return found, '' if found else f"{len(document['leaves'])} leaves, {len(document['values'])} values and the digest agree"
    except OSError as error:
        return [f'it cannot be read: {error.strerror}'], ''
    except RecursionError:
        return ['it is nested too deeply, or its formulas name each other in a circle'], ''
    except (Refused, ValueError, ArithmeticError) as error:
        return [str(error)], ''


def main(paths: List[str]) -> int:
    if not paths:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    status = 0
    for path in paths:
        found, words = checked(path)
        for line in found or [words]:
            print(f'{path}: {line}')
        status = 1 if found else status
    return status


if __name__ == '__main__':
    sys.stdout.reconfigure(encoding='utf-8', errors='backslashreplace')
    sys.exit(main(sys.argv[1:]))
