//! `tenbin serve`: the pages, on loopback unless told otherwise.

use std::io::Write as _;
use std::sync::Arc;

use tenbin_vocab::Diagnostic;

use super::{Context, block_on};
use crate::arguments::Serve;
use crate::failure::Failure;

pub(crate) fn run(context: Context<'_>, arguments: &Serve) -> Result<u8, Failure> {
    let Context { app, mut output, texts, .. } = context;
    // Problems with data or store are said now, not on the first page.
    app.library()?;
    app.bank()?;
    app.store()?;
    let app = Arc::new(app);
    block_on(async {
        let listener = tokio::net::TcpListener::bind(arguments.bind).await.map_err(|error| {
            Failure::input(
                Diagnostic::new("--bind", format!("cannot listen on {}: {error}", arguments.bind))
                    .hint("another program may use the port; port 0 picks a free one"),
            )
        })?;
        let address = listener.local_addr()?;
        output.line(texts.value("cli-serving", format!("http://{address}/")))?;
        output.stream.flush()?;
        let stop = async {
            let _ = tokio::signal::ctrl_c().await;
        };
        let options = tenbin_web::Options {
            on_failure: Some(Arc::new(|text: &str| {
                let _ = writeln!(std::io::stderr(), "error: {text}");
            })),
        };
        tenbin_web::serve(listener, app, options, stop).await?;
        Ok(0)
    })
}
