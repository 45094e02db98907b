//! A row of either engine.

use super::fault::Fault;
use logic::stored::{FromStored, Value};
use tokio_postgres::types::{FromSql, Type};

/// A row; columns are counted from 0.
pub struct Row<'a>(pub(super) Inner<'a>);

pub(super) enum Inner<'a> {
    Lite(&'a rusqlite::Row<'a>),
    Pg(&'a tokio_postgres::Row),
}

impl Row<'_> {
    /// The value of a column.
    pub fn get<T: FromStored>(&self, column: usize) -> Result<T, Fault> {
        let wrong = || Fault::broken("reading a row", format!("column {column} is no {}", std::any::type_name::<T>()));
        T::from_stored(self.value(column)?).ok_or_else(wrong)
    }

    fn value(&self, column: usize) -> Result<Value<'_>, Fault> {
        match self.0 {
            Inner::Lite(row) => lite_value(row.get_ref(column)?),
            Inner::Pg(row) => Ok(row.try_get::<_, PgValue>(column)?.0),
        }
    }
}

impl Row<'_> {
    /// All columns as a tuple.
    pub fn read<T: FromRow>(&self) -> Result<T, Fault> {
        T::from_row(self)
    }
}

/// What a row can be read into: a tuple of its columns.
pub trait FromRow: Sized {
    /// Reads it.
    fn from_row(row: &Row) -> Result<Self, Fault>;
}

macro_rules! tuple {
    ($($name:ident $at:literal),+) => {
        impl<$($name: FromStored),+> FromRow for ($($name,)+) {
            fn from_row(row: &Row) -> Result<Self, Fault> {
                Ok(($(row.get::<$name>($at)?,)+))
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);

fn lite_value(value: rusqlite::types::ValueRef<'_>) -> Result<Value<'_>, Fault> {
    use rusqlite::types::ValueRef;
    match value {
        ValueRef::Null => Ok(Value::Null),
        ValueRef::Integer(number) => Ok(Value::Int(number)),
        ValueRef::Text(bytes) => {
            std::str::from_utf8(bytes).map(Value::Text).map_err(|error| Fault::broken("reading text", error))
        }
        ValueRef::Blob(bytes) => Ok(Value::Bytes(bytes)),
        ValueRef::Real(number) => Err(Fault::broken("reading a row", format!("a fraction, {number}"))),
    }
}

struct PgValue<'a>(Value<'a>);

impl<'a> FromSql<'a> for PgValue<'a> {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        let value = match *kind {
            Type::INT8 => Value::Int(i64::from_sql(kind, raw)?),
            Type::INT4 => Value::Int(i32::from_sql(kind, raw)?.into()),
            Type::BYTEA => Value::Bytes(raw),
            _ => Value::Text(std::str::from_utf8(raw)?),
        };
        Ok(Self(value))
    }

    fn from_sql_null(_kind: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(Value::Null))
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::INT4 | Type::BYTEA | Type::TEXT | Type::VARCHAR | Type::NAME)
    }
}
