//! HJ 212: the check words, frames from outside, streams with damage, packets, requests and answers.

mod crc;
mod vectors;
mod frames;
mod content;
mod numbers;
mod stream;
mod damage;
mod properties;
mod packets;
mod requests;
mod sm4;
mod tables;
