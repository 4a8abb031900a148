// The words of Today.
export default {
  title: 'The air today', edition: 'Judged by {edition}', level: 'Level', levels: { city: 'Cities', county: 'Counties', station: 'Stations' }, counted: { city: '{n} cities', county: '{n} counties', station: '{n} stations' },
  'headline-label': 'At a glance', headline: '{region}, {level}: highest {highest}; lowest {lowest}.', 'headline-none': '{region}: nothing can be said of this hour.', place: '{name} {aqi} ({class}{primary})', 'with-primary': ', primary pollutant {primary}',
  live: 'live', 'live-means': 'Refreshes by itself when new data come', hour: 'Hour', day: 'Day', 'hour-of-day': 'Hour of the day', clock: '{hour} o’clock', 'day-back': 'A day back', 'hour-back': 'An hour back', 'hour-on': 'An hour on', 'day-on': 'A day on', newest: 'Newest',
  map: 'Map', 'map-label': 'Map of the air quality at {hour}; the table holds the same values', schematic: 'Schematic boundaries, without legal standing.',
  ranking: 'Ranking now', 'ranking-hint': 'A name shows its chart, › opens the city', rank: 'Rank', aqi: 'AQI', primary: 'Primary', change: 'vs. 24 h ago', more: 'Proof / page', choose: '{name}: show the last 72 hours', open: 'Open {name}', absent: 'No data from {n} places',
  hours72: '{name}: last 72 hours', 'hours72-label': 'Hourly AQI and concentrations of {name} from {from} to {to}; the table holds the same values', lines: 'Concentrations', time: 'Time',
  changes: 'Changes in the last 24 hours', 'no-changes': 'No change in the last 24 hours', kind: { class_up: 'class rose (worse)', class_down: 'class fell (better)', import: 'import', finding: 'finding', register: 'register' },
}
