// The words of Rankings.
export default {
  title: 'Rankings', set: 'Among', 'set-of': '{name} ({n})', kind: 'Period', kinds: { month: 'month', cumulative: 'cumulative (from January)', quarter: 'quarter', year: 'year', any: 'any days' }, month: 'Month', 'to-month': 'Up to', from: 'From', to: 'To', year: 'Year', quarter: 'Quarter',
  edition: 'Edition of the daily index', 'by-date': 'by date', dust: 'Without sand-dust days', compare: 'Against the year before', find: 'Find', download: 'Download',
}
