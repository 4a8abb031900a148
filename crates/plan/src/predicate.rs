//! Predicates of rules: their parameters put in, and their SQL read, typed and applied to rows.
//!
//! A predicate is one SQL expression over the columns of an entity. Parameters are written `$name`.

use std::collections::BTreeMap;
use std::sync::Arc;

use lake::arrow::array::{AsArray as _, BooleanArray};
use lake::arrow::datatypes::{DataType, SchemaRef};
use lake::arrow::record_batch::RecordBatch;
use lake::datafusion::common::DFSchema;
use lake::datafusion::execution::context::SessionContext;
use lake::datafusion::logical_expr::ExprSchemable as _;
use lake::datafusion::physical_expr::PhysicalExpr;
use lake::datafusion::sql::sqlparser::ast;
use lake::datafusion::sql::sqlparser::dialect::GenericDialect;
use lake::datafusion::sql::sqlparser::parser::Parser;
use units::Day;

use crate::model::{Plan, Rule};

/// The values of a rule's parameters, as SQL literals.
pub type Literals = BTreeMap<String, String>;

/// A predicate cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PredicateError {
    /// A parameter without a value.
    #[error("${name} is not defined")]
    Parameter {
        /// Its name.
        name: String,
    },
    /// The engine refuses it.
    #[error("{reason}")]
    Refused {
        /// Why, as the engine says it.
        reason: String,
    },
    /// It is no yes or no.
    #[error("the expression is of type {found}, expected yes or no")]
    NotBoolean {
        /// Its type.
        found: String,
    },
}

/// A predicate ready for rows.
#[derive(Clone, Debug)]
pub struct Compiled {
    expression: Arc<dyn PhysicalExpr>,
}

/// Puts the values of parameters into a text; quoted words stay as they are.
pub fn substitute(text: &str, literals: &Literals) -> Result<String, PredicateError> {
    let mut done = String::with_capacity(text.len());
    let mut quoted = false;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        quoted ^= c == '\'';
        if c != '$' || quoted {
            done.push(c);
            continue;
        }
        let mut name = String::new();
        while let Some(c) = rest.next_if(|c| c.is_ascii_alphanumeric() || *c == '_') {
            name.push(c);
        }
        match literals.get(&name) {
            Some(literal) => done.push_str(literal),
            None => return Err(PredicateError::Parameter { name }),
        }
    }
    Ok(done)
}

/// The literals of every term with a value.
pub fn term_literals(plan: &Plan) -> Literals {
    let valued = plan.terms.iter().filter_map(|term| {
        let value = term.value.as_ref()?;
        let text = source(plan, "terms.toml", value);
        let literal = literal(value.get_ref(), text.as_deref());
        Some((term.id.get_ref().clone(), literal))
    });
    valued.collect()
}

/// The literals of a rule on a day: its parameters, every term with a value, and `as_of`.
pub fn literals(plan: &Plan, rule: Option<&Rule>, as_of: Day) -> Literals {
    let mut literals = plan.literals.clone();
    for (name, parameter) in rule.into_iter().flat_map(|rule| &rule.parameters) {
        let parameter = parameter.get_ref();
        let referred = parameter
            .term
            .as_ref()
            .and_then(|term| literals.get(term.get_ref()).cloned());
        let own = parameter
            .value
            .as_ref()
            .map(|value| literal(value.get_ref(), None));
        if let Some(text) = own.or(referred) {
            literals.insert(name.clone(), text);
        }
    }
    literals.insert("as_of".to_owned(), format!("DATE '{as_of}'"));
    literals
}

/// The words at a value's place, when they are still those of the file.
pub(crate) fn source(
    plan: &Plan,
    file: &str,
    value: &toml::Spanned<toml::Value>,
) -> Option<String> {
    let words = plan.files.get(file)?.get(value.span())?;
    crate::number::decimal(words).map(|_| words.to_owned())
}

/// A TOML value as a SQL literal.
pub fn literal(value: &toml::Value, text: Option<&str>) -> String {
    match value {
        toml::Value::String(word) => format!("'{}'", word.replace('\'', "''")),
        toml::Value::Datetime(date) => format!("DATE '{date}'"),
        toml::Value::Float(number) => text.map_or_else(|| number.to_string(), str::to_owned),
        other => text.map_or_else(|| other.to_string(), str::to_owned),
    }
}

/// Reads an expression, parameters not yet put in.
pub fn parse(text: &str) -> Result<ast::Expr, PredicateError> {
    let refused = |e: &dyn std::fmt::Display| PredicateError::Refused {
        reason: e.to_string(),
    };
    let mut parser = Parser::new(&GenericDialect {})
        .try_with_sql(text)
        .map_err(|e| refused(&e))?;
    let expression = parser.parse_expr().map_err(|e| refused(&e))?;
    let next = parser.peek_token();
    if next.token != lake::datafusion::sql::sqlparser::tokenizer::Token::EOF {
        return Err(refused(&format!("unexpected {next} after the expression")));
    }
    Ok(expression)
}

/// Prepares a predicate for the rows of a schema.
pub fn compile(
    context: &SessionContext,
    text: &str,
    schema: &SchemaRef,
) -> Result<Compiled, PredicateError> {
    let refused = |e: lake::datafusion::error::DataFusionError| PredicateError::Refused {
        reason: first_line(&e.strip_backtrace()),
    };
    let named = DFSchema::try_from(Arc::clone(schema)).map_err(refused)?;
    let logical = context
        .state()
        .create_logical_expr(text, &named)
        .map_err(refused)?;
    let kind = logical.get_type(&named).map_err(refused)?;
    if kind != DataType::Boolean {
        return Err(PredicateError::NotBoolean {
            found: kind.to_string(),
        });
    }
    let expression = context
        .create_physical_expr(logical, &named)
        .map_err(refused)?;
    Ok(Compiled { expression })
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

impl Compiled {
    /// Yes, no or unknown for every row.
    pub fn apply(&self, rows: &RecordBatch) -> Result<BooleanArray, PredicateError> {
        let refused = |reason: String| PredicateError::Refused { reason };
        let answers = self
            .expression
            .evaluate(rows)
            .and_then(|answers| answers.into_array(rows.num_rows()))
            .map_err(|e| refused(first_line(&e.strip_backtrace())))?;
        answers
            .as_boolean_opt()
            .cloned()
            .ok_or_else(|| refused("no yes or no came out".to_owned()))
    }
}

/// Calls `visit` with an expression and every expression inside it.
pub fn walk<'a>(expression: &'a ast::Expr, visit: &mut dyn FnMut(&'a ast::Expr)) {
    use ast::Expr;
    visit(expression);
    match expression {
        Expr::BinaryOp { left, right, .. } => {
            walk(left, visit);
            walk(right, visit);
        }
        Expr::UnaryOp { expr, .. }
        | Expr::Nested(expr)
        | Expr::IsNull(expr)
        | Expr::IsNotNull(expr)
        | Expr::IsTrue(expr)
        | Expr::IsNotTrue(expr)
        | Expr::IsFalse(expr)
        | Expr::IsNotFalse(expr)
        | Expr::Cast { expr, .. } => walk(expr, visit),
        Expr::InList { expr, list, .. } => {
            walk(expr, visit);
            for item in list {
                walk(item, visit);
            }
        }
        Expr::Between {
            expr, low, high, ..
        } => {
            for part in [expr, low, high] {
                walk(part, visit);
            }
        }
        Expr::Like { expr, pattern, .. } => {
            walk(expr, visit);
            walk(pattern, visit);
        }
        Expr::Function(function) => {
            for argument in arguments(function) {
                walk(argument, visit);
            }
        }
        Expr::Case {
            operand,
            conditions,
            else_result,
            ..
        } => {
            for part in operand.iter().chain(else_result) {
                walk(part, visit);
            }
            for condition in conditions {
                walk(&condition.condition, visit);
                walk(&condition.result, visit);
            }
        }
        _ => {}
    }
}

/// The plain arguments of a function.
pub fn arguments(function: &ast::Function) -> Vec<&ast::Expr> {
    let ast::FunctionArguments::List(list) = &function.args else {
        return Vec::new();
    };
    let plain = |argument| match argument {
        &ast::FunctionArg::Unnamed(ast::FunctionArgExpr::Expr(ref expression)) => Some(expression),
        _ => None,
    };
    list.args.iter().filter_map(plain).collect()
}

/// The columns that an expression names, in order, each once.
pub fn columns(expression: &ast::Expr) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    walk(expression, &mut |part| {
        if let ast::Expr::Identifier(name) = part
            && !found.contains(&name.value)
        {
            found.push(name.value.clone());
        }
    });
    found
}

/// The parameters that an expression names, each once.
pub fn parameters(expression: &ast::Expr) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    walk(expression, &mut |part| {
        if let Some(name) = placeholder(part)
            && !found.contains(&name)
        {
            found.push(name);
        }
    });
    found
}

/// The name of a parameter.
pub fn placeholder(expression: &ast::Expr) -> Option<String> {
    let ast::Expr::Value(value) = expression else {
        return None;
    };
    let ast::Value::Placeholder(name) = &value.value else {
        return None;
    };
    Some(name.trim_start_matches('$').to_owned())
}
