// The words of City and of the comparison.
export default {
  title: 'City', period: '{period}', city: 'City', choose: 'Choose', none: 'Choose a city.', compare: 'Compare with others', 'data-of': 'data of {period}', plan: 'Plan', 'as-of': 'Evaluated on', replay: 'Replay', 'replay-hint': 'Data of the first year stand for the second: 2016=2025', 'figures-of': 'Figures of', show: 'Show',
  targets: 'Targets and what is left', 'no-targets': 'The plan has no target for this city.', limit: 'target {limit}', 'no-limit': 'no target value yet', margin: 'margin {margin}', probability: 'Chance of meeting it {p}', range: 'expected {mid} ({low} to {high})', past: 'from {n} years, {from} to {to}', deadline: 'by {day}', 'owed-by': 'Owed by {body}', 'by-today': 'By {edition}, in force now:',
  index: 'Composite index', 'index-before': 'Composite index a year before', before: 'a year before', change: 'change', worse: 'higher (worse)', better: 'lower (better)', shares: 'Share of each item in the composite index', item: 'Item', statistic: 'Concentration', term: 'Single index', share: 'Share',
  'days-ranks': 'Days and ranks', good: 'Good days', heavy: 'Heavily polluted days', ratio: 'Ratio of good days', valid: 'Valid days', was: 'a year before: {n}', ranks: 'Ranks by composite index', set: 'Among', rank: 'Rank', of: 'Ranked', 'rank-in': 'Rank: {set}',
  items: 'Six pollutants and their limits', value: 'Value', against: 'Against the limit', worst: 'The worst days', day: 'Day', class: 'Class', primary: 'Primary', wind: 'Mean wind',
  'compare-title': 'Cities compared', back: 'Back to the city', which: 'Choose the cities to compare', all: 'All', 'no-city': 'None', figure: 'Figure',
}
