//! The way out of Python and back: no interpreter lock while core works, no panic that reaches the host,
//! and nothing that hides what became of a charge.

use crate::convert::{FromPython, IntoPython, Problem, Wiped};
use crate::errors;
use crate::logging::{self, Line};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use twpos::{Error, bridge};

/// Runs one operation: request out of Python, blocking call, response into Python.
pub(crate) fn run<Request, Response>(
    request: &Bound<'_, PyAny>,
    operation: impl FnOnce(&Request) -> Result<Response, Error> + Send,
) -> PyResult<Py<PyAny>>
where
    Request: FromPython + Send + Sync,
    Response: IntoPython + Send,
{
    let py = request.py();
    let message: Wiped<Request> = read(request, request)?;
    let response = detached(py, || errors::reference(request), || operation(&message))?;
    // By now money may have moved, so that no failure below may look like anything but an unknown outcome.
    match bridge::caught(|| response.into_python(py)) {
        Ok(Ok(response)) => Ok(response.unbind()),
        _ => Err(errors::internal(
            py,
            "the reply could not be handed to Python",
            errors::reference(request),
        )),
    }
}

/// Runs `work` without the interpreter lock. A panic becomes an error of kind `internal` and outcome unknown.
pub(crate) fn detached<T: Send>(
    py: Python<'_>,
    reference: impl FnOnce() -> Option<String>,
    work: impl FnOnce() -> Result<T, Error> + Send,
) -> PyResult<T> {
    let level = logging::level(py);
    let (result, lines) = py.detach(|| logging::collect(level, || bridge::caught(work).and_then(|done| done)));
    // An interrupt such as Ctrl-C came during the call. Whoever it stops no longer sees the result, so the log must.
    let interrupt = py.check_signals().err().or(logging::emit(py, lines));
    if let Some(interrupt) = interrupt {
        let ended = match &result {
            Ok(_) => "it ended with a response".to_owned(),
            Err(error) => format!("its outcome is {}", error.outcome),
        };
        let reference = reference().unwrap_or_default();
        let text = format!("interrupted during a call about {}: {ended}", reference.escape_debug());
        logging::emit(py, vec![Line::warning(text)]);
        return Err(interrupt);
    }
    result.map_err(|error| errors::to_python(py, &bridge::about(error, reference)))
}

/// As [`detached`], for what is about no transaction.
pub(crate) fn detached_quietly<T: Send>(py: Python<'_>, work: impl FnOnce() -> Result<T, Error> + Send) -> PyResult<T> {
    detached(py, || None, work)
}

/// Reads a message. Another class altogether is Python's `TypeError`; a wrong field makes an invalid request,
/// whose reference is found in `transaction`.
pub(crate) fn read<T: FromPython>(message: &Bound<'_, PyAny>, transaction: &Bound<'_, PyAny>) -> PyResult<Wiped<T>> {
    T::from_python(message).map(Wiped).map_err(|problem| match problem {
        Problem::Value(text) => PyTypeError::new_err(text),
        Problem::Inside(text) => errors::invalid_request(message.py(), &text, errors::reference(transaction)),
    })
}
