//! A thousand clients at ten times a second, both ways: what comes, how late, and what one of them costs.

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use crowd::baseline::broadcast::{self, Broadcast};
use crowd::baseline::echo;
use crowd::budgets::Budgets;
use crowd::figures::milliseconds;
use crowd::gathering::{Gathering, Wanted, gather};
use crowd::handles;
use crowd::program::Program;

/// There and back over a raw socket.
const ECHOES: usize = 5_000;
/// Until everybody has heard of everybody.
const SETTLING: Duration = Duration::from_secs(3);
/// One in so many does not read.
const STALLED: usize = 10;

#[derive(Parser)]
#[command(about = "The socket under a crowd: delivery, loss, memory, phase, and clients that stall")]
struct Arguments {
    #[arg(long, default_value_t = 1_000)]
    clients: usize,
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Crowds in turn: one in which everybody reads, one in which a tenth is stalled.
    #[arg(long, default_value_t = 2)]
    rounds: usize,
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    handles::raise();
    let Arguments { clients, seconds, rounds } = arguments;
    let lasts = Duration::from_secs(seconds);
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!(
        "{clients} clients, {rounds} times {seconds} s, on {cores} cores shared with the server; milliseconds"
    );
    println!("\nbaselines");
    echo::measure(ECHOES).await?.print("raw echo, there and back");
    let naive = broadcast::measure(clients, lasts).await?;
    naive.late.print("naive broadcast, from due to read");
    println!("  its clients said {} meanwhile", naive.sent);
    run(1, 0, lasts).await?.print("one client");
    let (mut all, mut stalled) = (Gathering::default(), Gathering::default());
    for _ in 0..rounds {
        all = all.and(run(clients, 0, lasts).await?);
        stalled = stalled.and(run(clients, clients / STALLED, lasts).await?);
    }
    all.print("everybody reads");
    stalled.print("a tenth is stalled");
    let budgets = judge(&all, &stalled, &naive, clients * rounds);
    budgets.print();
    Ok(budgets.exit_code())
}

fn judge(all: &Gathering, stalled: &Gathering, naive: &Broadcast, wanted: usize) -> Budgets {
    let mut budgets = Budgets::default();
    let ms = Duration::from_millis;
    let joined = all.joined.min(stalled.joined);
    budgets.holds("clients that joined", &wanted.to_string(), &joined.to_string(), joined == wanted);
    budgets.time("delivery p99", ms(10), all.late.p99(), Some(naive.late.p99()));
    let lost = all.lost + stalled.lost;
    budgets.holds("durable facts lost", "0", &lost.to_string(), lost == 0);
    let unheard = (all.said + stalled.said).abs_diff(all.understood + stalled.understood);
    budgets.holds("words of clients that were lost", "0", &unheard.to_string(), unheard == 0);
    budgets.bytes("memory of the server for each client", 10 * 1_024, all.bytes_each, naive.bytes_each);
    // Whoever takes what is told for now is off by as much as it is late.
    budgets.time("two players apart under load, p99", ms(1), all.phase.apart.p99(), Some(naive.late.p99()));
    let grown = milliseconds(stalled.late.p99()) / milliseconds(all.late.p99()).max(0.001) * 100.0 - 100.0;
    let what = "the others' p99 grows while a tenth is stalled by";
    budgets.holds(what, "< 20 %", &format!("{grown:.0} %"), grown < 20.0);
    budgets
}

async fn run(clients: usize, stalled: usize, lasts: Duration) -> anyhow::Result<Gathering> {
    let server = Program::serve().await?;
    let wanted = Wanted { clients, stalled, settling: SETTLING, lasts };
    gather(&server.door, wanted, || server.own_bytes()).await
}
