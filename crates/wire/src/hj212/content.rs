//! The content between `CP=&&` and `&&`: groups parted by `;`, items parted by `,`, each a name and a value.
//!
//! Everything is a slice of the bytes that came. An item that is not UTF-8 is left out, never its neighbours:
//! in GBK, which some makers send, no byte of a character looks like a separator. What a value means is not
//! known here.
#![expect(
    clippy::inline_always,
    reason = "calls in the loop over items cost more than what they do"
)]

use super::defect::{Defect, Defects};
use super::field::Field;
use super::inspect;
use super::number::Number;
use super::time::Civil;
use super::token::{Token, Tokens};

/// The content of a frame, of joined packets, or of what was decrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Content<'a> {
    bytes: &'a [u8],
    /// The same, where it is UTF-8 as a whole; else empty.
    text: &'a str,
}

/// A name and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item<'a> {
    /// Which group it stands in, from 0.
    pub group: usize,
    /// The whole name.
    pub name: &'a str,
    /// The name's part before the hyphen: a factor, a piece of equipment, an information.
    pub factor: Option<&'a str>,
    /// The name's part after the hyphen.
    pub field: Field,
    /// The value, as written.
    pub value: &'a str,
}

/// An item as it is shown while a content is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading<'a> {
    /// The item.
    pub item: Item<'a>,
    /// Its number, where the field is a quantity and the value a number.
    pub number: Option<Number>,
}

/// Items between two `;`, as a rule those of one factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group<'a>(Content<'a>);

impl<'a> Content<'a> {
    /// The content that these bytes are, without the `&&` at either end.
    pub fn new(bytes: &'a [u8]) -> Self {
        let text = str::from_utf8(bytes).unwrap_or("");
        Self { bytes, text }
    }

    /// The bytes.
    pub fn bytes(self) -> &'a [u8] {
        self.bytes
    }

    /// The text, where it is UTF-8 as a whole.
    pub fn text(self) -> Option<&'a str> {
        (self.text.len() == self.bytes.len()).then_some(self.text)
    }

    /// The items in their order.
    pub fn items(self) -> Items<'a> {
        let tokens = Tokens::new(self.bytes);
        let content = self;
        Items { content, tokens }
    }

    /// The items parted into groups.
    pub fn groups(self) -> impl Iterator<Item = Group<'a>> {
        let mut tokens = Tokens::new(self.bytes).peekable();
        std::iter::from_fn(move || {
            let first = tokens.next()?;
            let mut end = first.value_end;
            while let Some(token) = tokens.next_if(|token| token.group == first.group) {
                end = token.value_end;
            }
            self.part(first.start, end).map(Group)
        })
    }

    /// The values of factors: factor, field, value as written.
    pub fn values(self) -> impl Iterator<Item = (&'a str, Field, &'a str)> {
        let mut tokens = Tokens::new(self.bytes);
        let mut token = Token::NONE;
        std::iter::from_fn(move || {
            while tokens.advance(&mut token) {
                if let Some(item) = self.item(&token)
                    && let Some(factor) = item.factor
                {
                    return Some((factor, item.field, item.value));
                }
            }
            None
        })
    }

    /// The value of a name; the first, where there are several.
    pub fn get(self, name: &str) -> Option<&'a str> {
        self.items()
            .find(|item| item.name == name)
            .map(|item| item.value)
    }

    /// `DataTime` as 14 digits, without milliseconds; none where the calendar has no such time.
    pub fn data_time(self) -> Option<&'a str> {
        let written = self.get("DataTime")?;
        let digits = match written.len() {
            17 => written.get(..14)?,
            _ => written,
        };
        Civil::parse(digits).map(|_| digits)
    }

    /// Whether it looks encrypted: no `=` but at its end, or bytes that no text has.
    pub fn is_opaque(self) -> bool {
        /// A block of SM4 is 16 bytes, which base64 carries in 22 characters.
        const SHORTEST: usize = 22;
        let front = self.bytes.len().saturating_sub(2);
        let control = |byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
        let unnamed = front + 2 >= SHORTEST && !self.bytes[..front].contains(&b'=');
        unnamed || self.bytes.iter().any(control)
    }

    /// What is wrong with the items.
    pub fn inspect(self) -> Defects {
        self.read(|_| {})
    }

    /// Shows every item with its number, in one pass, and says what is wrong with them.
    #[inline]
    pub fn read(self, mut show: impl FnMut(Reading<'a>)) -> Defects {
        let whole = self.text.len() == self.bytes.len();
        let mut found = inspect::inspect(self.bytes, |token, number| {
            if whole {
                let item = self.whole_item(token);
                show(Reading { item, number });
            } else if let Some(item) = self.item(token) {
                show(Reading { item, number });
            }
        });
        if !whole {
            found.add(Defect::ContentNotUtf8);
        }
        found
    }

    pub(super) fn of_text(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        Self { bytes, text }
    }

    /// The item of a token; none where it is not UTF-8.
    fn item(self, token: &Token) -> Option<Item<'a>> {
        Some(Item {
            group: token.group,
            name: self.cut(token.start, token.name_end)?,
            factor: match token.hyphen {
                Some(hyphen) => Some(self.cut(token.start, hyphen)?),
                None => None,
            },
            field: token.field,
            value: self.cut(token.value_start, token.value_end)?,
        })
    }

    /// The item of a token of a content that is text.
    #[inline(always)]
    fn whole_item(self, token: &Token) -> Item<'a> {
        let cut = |start, end| self.text.get(start..end).unwrap_or_default();
        Item {
            group: token.group,
            name: cut(token.start, token.name_end),
            factor: token.hyphen.map(|hyphen| cut(token.start, hyphen)),
            field: token.field,
            value: cut(token.value_start, token.value_end),
        }
    }

    fn part(self, start: usize, end: usize) -> Option<Self> {
        let bytes = self.bytes.get(start..end)?;
        let text = self.text.get(start..end).unwrap_or("");
        Some(Self { bytes, text })
    }

    /// The text of a part; none where it is not UTF-8.
    #[inline]
    fn cut(self, start: usize, end: usize) -> Option<&'a str> {
        if let Some(text) = self.text.get(start..end) {
            return Some(text);
        }
        str::from_utf8(self.bytes.get(start..end)?).ok()
    }
}

impl<'a> Group<'a> {
    /// The items of the group.
    pub fn items(self) -> Items<'a> {
        self.0.items()
    }

    /// The factor of its first item.
    pub fn factor(self) -> Option<&'a str> {
        self.items().next()?.factor
    }
}

/// The items of a content.
#[derive(Clone, Debug)]
pub struct Items<'a> {
    content: Content<'a>,
    tokens: Tokens<'a>,
}

impl<'a> Iterator for Items<'a> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Item<'a>> {
        let mut token = Token::NONE;
        while self.tokens.advance(&mut token) {
            let item = self.content.item(&token);
            if item.is_some() {
                return item;
            }
        }
        None
    }
}
