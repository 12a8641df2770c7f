//! Floor 5: the use cases. The faces parse, call one function here, and show the answer.

pub mod api;
