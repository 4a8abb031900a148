//! What a filter says, as far as this service understands it.

use jiff::Timestamp;

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expression {
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
    Not(Box<Self>),
    Compare(Path, Comparison, Literal),
    Call(Function, Path, Literal),
}

/// A property, or a link and what lies behind it.
pub(super) type Path = Vec<String>;

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A function that is true or false.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Contains,
    StartsWith,
    EndsWith,
    Before,
    After,
    During,
}

/// A value in a filter.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Literal {
    Null,
    Truth(bool),
    Number(f64),
    Text(String),
    Moment(Timestamp),
    Span(Timestamp, Timestamp),
}

impl Expression {
    /// The parts that all must hold.
    pub(super) fn conjuncts(&self) -> Vec<&Self> {
        match self {
            Self::And(left, right) => [left.conjuncts(), right.conjuncts()].concat(),
            other => vec![other],
        }
    }

    /// Every path in it.
    pub(super) fn paths(&self) -> Vec<&Path> {
        match self {
            Self::And(left, right) | Self::Or(left, right) => {
                [left.paths(), right.paths()].concat()
            }
            Self::Not(inner) => inner.paths(),
            Self::Compare(path, ..) | Self::Call(_, path, _) => vec![path],
        }
    }
}

impl Comparison {
    /// The comparison of a word.
    pub(super) fn of(word: &str) -> Option<Self> {
        match word {
            "eq" => Some(Self::Equal),
            "ne" => Some(Self::Unequal),
            "lt" => Some(Self::Less),
            "le" => Some(Self::LessOrEqual),
            "gt" => Some(Self::Greater),
            "ge" => Some(Self::GreaterOrEqual),
            _ => None,
        }
    }

    /// The same with its sides exchanged.
    pub(super) fn turned(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            same => same,
        }
    }

    /// Whether it holds for two values in an order.
    pub(super) fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::Unequal => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }

    /// Its sign in SQL.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Unequal => "<>",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }

    /// Whether every moment from `start` up to, but without, `end` stands so to a moment.
    pub(super) fn holds_for_span(self, (start, end): (i64, i64), moment: i64) -> bool {
        match self {
            Self::Less | Self::LessOrEqual => end <= moment,
            Self::Greater => start > moment,
            Self::GreaterOrEqual => start >= moment,
            Self::Equal => false,
            Self::Unequal => true,
        }
    }

    /// Whether a span stands so to another one.
    pub(super) fn holds_for_spans(self, own: (i64, i64), other: (i64, i64)) -> bool {
        match self {
            Self::Equal => own == other,
            Self::Unequal => own != other,
            Self::Less | Self::LessOrEqual => own.1 <= other.0,
            Self::Greater | Self::GreaterOrEqual => own.0 >= other.1,
        }
    }
}

impl Function {
    /// The function of a name.
    pub(super) fn of(name: &str) -> Option<Self> {
        match name {
            "contains" | "substringof" => Some(Self::Contains),
            "startswith" => Some(Self::StartsWith),
            "endswith" => Some(Self::EndsWith),
            "before" => Some(Self::Before),
            "after" => Some(Self::After),
            "during" => Some(Self::During),
            _ => None,
        }
    }
}
