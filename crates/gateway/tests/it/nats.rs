//! The inbox in NATS JetStream, against a server that the tests start themselves.

mod server;
mod stream;
mod restart;
