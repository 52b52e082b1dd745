//! Accepts connections, reads requests, hands them on, and ends connections as a reply demands.

use crate::admin;
use crate::incoming::Incoming;
use crate::reply::{Ending, Outgoing, Reply};
use crate::world::World;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming as IncomingBody};
use hyper::rt::{Read, Write};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use socket2::{SockRef, Socket};
use std::convert::Infallible;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, oneshot};
use tokio_rustls::TlsAcceptor;

const LARGEST_BODY: usize = 1024 * 1024;

/// Serves until `stop` is sent or dropped.
pub(crate) async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    world: Arc<World>,
    mut stop: oneshot::Receiver<()>,
) {
    loop {
        let accepted = tokio::select! {
            _ = &mut stop => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, _)) => {
                tokio::spawn(serve_connection(stream, tls.clone(), world.clone()));
            }
            // Out of file descriptors, most likely: wait for some to be closed instead of spinning.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

async fn serve_connection(stream: TcpStream, tls: Option<TlsAcceptor>, world: Arc<World>) {
    if world.disturbances.faults.strike_connection() {
        // Reset only once the client's first byte is here, so that it had begun to send; it stays unread.
        let _ = stream.peek(&mut [0]).await;
        let _ = SockRef::from(&stream).set_linger(Some(Duration::ZERO));
        return;
    }
    let _ = stream.set_nodelay(true);
    let Ok(local) = stream.local_addr().map(|address| address.ip()) else {
        return;
    };
    // hyper owns the stream from here on; this second handle is how it can still be reset.
    let Ok(handle) = SockRef::from(&stream).try_clone() else {
        return;
    };
    match tls {
        None => serve_http(TokioIo::new(stream), handle, local, world).await,
        Some(tls) => {
            if let Ok(stream) = tls.accept(stream).await {
                serve_http(TokioIo::new(stream), handle, local, world).await;
            }
        }
    }
}

async fn serve_http<I: Read + Write + Unpin>(io: I, handle: Socket, local: IpAddr, world: Arc<World>) {
    let reset = Arc::new(Notify::new());
    let service = service_fn(|request| respond(request, local, world.clone(), reset.clone()));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(io, service);
    let mut connection = pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => {}
        () = reset.notified() => {
            // With no time to linger, closing sends RST instead of FIN.
            let _ = handle.set_linger(Some(Duration::ZERO));
        }
    }
}

async fn respond(
    request: Request<IncomingBody>,
    local: IpAddr,
    world: Arc<World>,
    reset: Arc<Notify>,
) -> Result<Response<Outgoing>, Infallible> {
    let (parts, body) = request.into_parts();
    let reply = match read_body(body).await {
        Ok(body) => {
            let incoming = Incoming {
                method: parts.method,
                authority: parts.uri.authority().map(ToString::to_string),
                path: parts.uri.path().to_owned(),
                query: parts.uri.query().unwrap_or_default().to_owned(),
                headers: parts.headers,
                body,
            };
            // In a task of its own: a client that gives up must not stop a payment that has begun.
            let task = tokio::spawn(async move {
                let reply = answer(&incoming, local, &world).await;
                match world.books.problem() {
                    // What it said may not be in the books: that is nobody's answer.
                    Some(problem) => Reply::text(StatusCode::INTERNAL_SERVER_ERROR, format!("{problem}\n")),
                    None => reply,
                }
            });
            task.await
                .unwrap_or_else(|_| Reply::text(StatusCode::INTERNAL_SERVER_ERROR, "the sandbox failed\n"))
        }
        Err(refusal) => refusal,
    };
    match reply.ending {
        Ending::Normal | Ending::CloseMidBody => Ok(reply.into_response()),
        Ending::Reset => {
            reset.notify_one();
            std::future::pending().await
        }
        Ending::Never => std::future::pending().await,
    }
}

async fn read_body(body: IncomingBody) -> Result<Bytes, Reply> {
    match Limited::new(body, LARGEST_BODY).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(Reply::text(
            StatusCode::PAYLOAD_TOO_LARGE,
            "the body is larger than 1 MiB\n",
        )),
        Err(_) => Err(Reply::text(StatusCode::BAD_REQUEST, "the body is incomplete\n")),
    }
}

async fn answer(incoming: &Incoming, local: IpAddr, world: &World) -> Reply {
    if let Some(refusal) = world.hosts.refusal(incoming, local) {
        return refusal;
    }
    if let Some(reply) = admin::answer(incoming, world) {
        return reply;
    }
    let reply = world.providers.answer(incoming, &world.disturbances).await;
    reply.unwrap_or_else(|| Reply::text(StatusCode::NOT_FOUND, "no such path\n"))
}
