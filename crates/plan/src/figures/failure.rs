//! Why a file as a whole cannot be read or written.

use registry::sheet::grid::GridError;

/// A file cannot be read as figures, or a form cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum FigureError {
    /// There is nothing in it.
    #[error("{name} is empty; expected a filled workbook (.xlsx) or CSV")]
    Empty {
        /// The file.
        name: String,
    },
    /// It is larger than any form filled by hand.
    #[error("{name} is larger than a form can be: at most {limit} {what}")]
    TooLarge {
        /// The file.
        name: String,
        /// The most there may be.
        limit: usize,
        /// Of what: bytes or cells.
        what: &'static str,
    },
    /// It is neither a workbook nor text.
    #[error("{name} is neither a workbook (.xlsx) nor CSV; save it as .xlsx and try again")]
    NotAWorkbook {
        /// The file.
        name: String,
    },
    /// It is in the format of Excel 97–2003, or locked with a password.
    #[error("{name} is an .xls workbook or has a password; save it as .xlsx without password")]
    OldWorkbook {
        /// The file.
        name: String,
    },
    /// It begins as a workbook does and cannot be read on.
    #[error("{name} cannot be read as a workbook; open it, save it as .xlsx and try again")]
    Unreadable {
        /// The file.
        name: String,
        /// What the reader of workbooks says.
        #[source]
        source: calamine::XlsxError,
    },
    /// It is text that cannot be read as CSV.
    #[error("{name} cannot be read as CSV; open it, save it as .xlsx and try again")]
    UnreadableText {
        /// The file.
        name: String,
        /// What the reader of CSV says.
        #[source]
        source: csv::Error,
    },
    /// A column is missing.
    #[error("{name} has no column {column}; its first row of headers has: {}", found.join(", "))]
    MissingColumn {
        /// The file.
        name: String,
        /// The header that was looked for.
        column: &'static str,
        /// The headers there are.
        found: Vec<String>,
    },
    /// A column is there twice.
    #[error("{name} has more than one column {column}; remove or rename the others")]
    RepeatedColumn {
        /// The file.
        name: String,
        /// The header.
        column: &'static str,
    },
    /// The workbook cannot be written.
    #[error("the workbook of {body} cannot be written")]
    Unwritable {
        /// The body it is for.
        body: String,
        /// What the writer of workbooks says.
        #[source]
        source: rust_xlsxwriter::XlsxError,
    },
}

impl From<GridError> for FigureError {
    fn from(error: GridError) -> Self {
        match error {
            GridError::Empty { name } => Self::Empty { name },
            GridError::TooLarge { name, limit, what } => Self::TooLarge { name, limit, what },
            GridError::NotAWorkbook { name } => Self::NotAWorkbook { name },
            GridError::OldWorkbook { name } => Self::OldWorkbook { name },
            GridError::Unreadable { name, source } => Self::Unreadable { name, source },
            GridError::UnreadableText { name, source } => Self::UnreadableText { name, source },
        }
    }
}

impl FigureError {
    /// Its id; `figure-error-` before it names its sentence.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Empty { .. } => "empty",
            Self::TooLarge { .. } => "too-large",
            Self::NotAWorkbook { .. } => "not-a-workbook",
            Self::OldWorkbook { .. } => "old-workbook",
            Self::Unreadable { .. } => "unreadable",
            Self::UnreadableText { .. } => "unreadable-text",
            Self::MissingColumn { .. } => "missing-column",
            Self::RepeatedColumn { .. } => "repeated-column",
            Self::Unwritable { .. } => "unwritable",
        }
    }
}
