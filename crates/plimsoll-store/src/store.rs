//! A store as its callers hold it: every act is sent to the one thread that has
//! the connection, and waited for without blocking.

use std::time::Duration;

use tokio::sync::{mpsc, oneshot};

use crate::connection::Connection;
use crate::open::open;
use crate::{
    Audit, Baseline, BaselineLine, Change, Entry, Fault, Happening, Kept, Limits, ManySamples,
    Moment, MostSessions, Place, Retained, SampleLimits, Samples, Seen, Slice, Standing,
    StoreError, Target, Tracked, baselines, fit, keep, retain, review, samples,
};

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// An open history.
#[derive(Debug)]
pub struct Store {
    place: String,
    /// None once it is closed.
    jobs: Option<mpsc::Sender<Job>>,
    /// Told, by its end, that the thread has closed the connection.
    closed: Option<oneshot::Receiver<()>>,
}

impl Store {
    /// Acts that may wait for the thread; more callers wait before they send.
    const JOBS_MAX: usize = 64;

    /// Opens a history; it is made, or migrated to this version, where need be.
    /// No act waits longer than `wait_max` for another process, nor more than
    /// a few times that for a server.
    ///
    /// # Errors
    /// Any [`Fault`]; what is there and is not ours, newer or damaged is left as it is.
    pub async fn open(place: &Place, wait_max: Duration) -> Result<Self, StoreError> {
        let said = place.to_string();
        let failed = |fault| StoreError {
            act: "open",
            place: said.clone(),
            fault,
        };
        let (jobs, mut waiting) = mpsc::channel::<Job>(Self::JOBS_MAX);
        let (tell, opened) = oneshot::channel();
        let (until_closed, closed) = oneshot::channel();
        let place = place.clone();
        let thread = std::thread::Builder::new()
            .name("history".to_owned())
            .spawn(move || {
                // Before the connection in this order: it goes after it.
                let _until_closed: oneshot::Sender<()> = until_closed;
                match open(&place, wait_max) {
                    Ok(mut connection) => {
                        // Whoever opened it may have given up waiting.
                        let _gone = tell.send(Ok(()));
                        while let Some(job) = waiting.blocking_recv() {
                            job(&mut connection);
                        }
                    }
                    Err(fault) => drop(tell.send(Err(fault))),
                }
            });
        thread.map_err(|error| failed(Fault::Failed(Fault::said(&error))))?;
        let opened = opened.await.unwrap_or_else(|_| Err(thread_ended()));
        opened.map_err(failed)?;
        Ok(Self {
            place: said,
            jobs: Some(jobs),
            closed: Some(closed),
        })
    }

    /// Closes it and waits until its file or connection is let go in good order: as long
    /// as the act takes that it is in. A store that is only dropped closes all the same,
    /// and nobody waits for it. No act goes through after it.
    pub async fn close(&mut self) {
        if self.jobs.take().is_some() {
            self.ended().await;
        }
    }

    /// Ends when its file or connection is let go, however the store ends: for who waits
    /// apart from it. It waits once; [`Store::close`] does not wait any more then.
    pub fn ended(&mut self) -> impl Future<Output = ()> + Send + use<> {
        let closed = self.closed.take();
        async move {
            if let Some(closed) = closed {
                let _never_sent = closed.await;
            }
        }
    }

    /// Where it is, without a password.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Keeps an audit, all of it or nothing; the caller holds it still.
    pub async fn keep(&self, audit: &Audit) -> Result<Kept, StoreError> {
        let audit = audit.clone();
        self.call("keep an audit", move |connection| {
            fit::audit(&audit)?;
            connection.write(|inside| keep::keep(inside, &audit))
        })
        .await
    }

    /// The servers it knows, by key.
    pub async fn targets(&self) -> Result<Vec<Seen>, StoreError> {
        self.call("read the servers", |it| it.read(review::targets))
            .await
    }

    /// The newest audits of a server, newest first, at most this many.
    pub async fn history(&self, target: &str, max: u64) -> Result<Vec<Entry>, StoreError> {
        let target = target.to_owned();
        self.call("read audits", move |connection| {
            connection.read(|inside| review::history(inside, &target, max))
        })
        .await
    }

    /// An audit as it was kept, or the newest. Files, lines and what findings
    /// say are as they were last seen. `None` where it is not kept.
    pub async fn audit(
        &self,
        target: &str,
        number: Option<u64>,
    ) -> Result<Option<Audit>, StoreError> {
        let target = target.to_owned();
        self.call("read an audit", move |connection| {
            connection.read(|inside| review::audit(inside, &target, number))
        })
        .await
    }

    /// The most sessions that the kept audits of a server saw; `None` where none saw its sessions.
    pub async fn most_sessions(&self, target: &str) -> Result<Option<MostSessions>, StoreError> {
        let target = target.to_owned();
        self.call("read sessions", move |connection| {
            connection.read(|inside| review::most_sessions(inside, &target))
        })
        .await
    }

    /// The settings in force at a server's newest audit and since when, by name.
    pub async fn standing(&self, target: &str) -> Result<Vec<Standing>, StoreError> {
        let target = target.to_owned();
        self.call("read settings", move |connection| {
            connection.read(|inside| review::standing(inside, &target))
        })
        .await
    }

    /// What changed after the audit of this number, oldest first, as far as audits are kept.
    pub async fn changes(&self, target: &str, after: u64) -> Result<Vec<Change>, StoreError> {
        let target = target.to_owned();
        self.call("read changes", move |connection| {
            connection.read(|inside| review::changes(inside, &target, after))
        })
        .await
    }

    /// A server's findings over time, those gone among them, by fingerprint.
    pub async fn findings(&self, target: &str) -> Result<Vec<Tracked>, StoreError> {
        let target = target.to_owned();
        self.call("read findings", move |connection| {
            connection.read(|inside| review::findings(inside, &target))
        })
        .await
    }

    /// Sets a baseline of a server, in place of one of the same name.
    pub async fn set_baseline(
        &self,
        target: &Target,
        baseline: &Baseline,
    ) -> Result<(), StoreError> {
        let (target, baseline) = (target.clone(), baseline.clone());
        self.call("set a baseline", move |connection| {
            fit::target(&target)?;
            fit::baseline(&baseline)?;
            connection.write(|inside| baselines::set(inside, &target, &baseline))
        })
        .await
    }

    /// A baseline of a server; `None` where none has that name.
    pub async fn baseline(&self, target: &str, name: &str) -> Result<Option<Baseline>, StoreError> {
        let (target, name) = (target.to_owned(), name.to_owned());
        self.call("read a baseline", move |connection| {
            connection.read(|inside| baselines::get(inside, &target, &name))
        })
        .await
    }

    /// The baselines of a server, by name.
    pub async fn baselines(&self, target: &str) -> Result<Vec<BaselineLine>, StoreError> {
        let target = target.to_owned();
        self.call("read the baselines", move |connection| {
            connection.read(|inside| baselines::list(inside, &target))
        })
        .await
    }

    /// Deletes a baseline; whether there was one.
    pub async fn delete_baseline(&self, target: &str, name: &str) -> Result<bool, StoreError> {
        let (target, name) = (target.to_owned(), name.to_owned());
        self.call("delete a baseline", move |connection| {
            connection.write(|inside| baselines::delete(inside, &target, &name))
        })
        .await
    }

    /// Drops what the limits do not allow and says what.
    pub async fn retain(&self, limits: Limits, now: &Moment) -> Result<Retained, StoreError> {
        let now = now.clone();
        self.call("keep to the limits", move |connection| {
            retain::retain(connection, limits, &now)
        })
        .await
    }

    /// Keeps finished stretches of ten seconds of a server: all of them or nothing. Once
    /// an hour is over it is put into one block and its stretches of five minutes are made.
    pub async fn keep_slices(&self, target: &Target, slices: &[Slice]) -> Result<(), StoreError> {
        let (target, slices) = (target.clone(), slices.to_vec());
        self.call("keep samples", move |connection| {
            fit::target(&target)?;
            fit::slices(&slices)?;
            connection.write(|inside| samples::keep(inside, &target, &slices))
        })
        .await
    }

    /// One series of a server from a moment to before another: in stretches of ten seconds
    /// where all of it is kept so and that are not more than [`POINTS_MAX`](crate::POINTS_MAX),
    /// else of five minutes.
    pub async fn samples(
        &self,
        target: &str,
        series: &str,
        from: &Moment,
        to: &Moment,
    ) -> Result<Samples, StoreError> {
        let wanted = series.to_owned();
        let wants = move |series: &str| series == wanted;
        let mut many = self.many_samples(target, wants, from, to).await?;
        Ok(Samples {
            seconds: many.seconds,
            points: many.series.remove(series).unwrap_or_default(),
            gaps: many.gaps,
        })
    }

    /// The same of all series that are wanted, which costs little more than of one.
    pub async fn many_samples(
        &self,
        target: &str,
        wants: impl Fn(&str) -> bool + Send + 'static,
        from: &Moment,
        to: &Moment,
    ) -> Result<ManySamples, StoreError> {
        let target = target.to_owned();
        let (from, to) = (from.second(), to.second());
        self.call("read samples", move |connection| {
            connection.read(|inside| samples::read::samples(inside, &target, &wants, from, to))
        })
        .await
    }

    /// Keeps something that happened to a server.
    pub async fn keep_event(&self, target: &Target, event: &Happening) -> Result<(), StoreError> {
        let (target, event) = (target.clone(), event.clone());
        self.call("keep an event", move |connection| {
            fit::target(&target)?;
            fit::happening(&event)?;
            connection.write(|inside| samples::events::keep(inside, &target, &event))
        })
        .await
    }

    /// What happened to a server from a moment to before another, the newest first, at
    /// most so much.
    pub async fn events(
        &self,
        target: &str,
        from: &Moment,
        to: &Moment,
        max: u64,
    ) -> Result<Vec<Happening>, StoreError> {
        let (target, from, to) = (target.to_owned(), from.clone(), to.clone());
        self.call("read events", move |connection| {
            connection.read(|inside| samples::events::events(inside, &target, &from, &to, max))
        })
        .await
    }

    /// Drops samples and events older than the limits; how many blocks that were.
    pub async fn retain_samples(
        &self,
        limits: SampleLimits,
        now: &Moment,
    ) -> Result<u64, StoreError> {
        let now = now.clone();
        self.call("keep samples to their limits", move |connection| {
            connection.write(|inside| samples::retain::retain(inside, limits, &now))
        })
        .await
    }

    async fn call<T: Send + 'static>(
        &self,
        act: &'static str,
        job: impl FnOnce(&mut Connection) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (tell, answer) = oneshot::channel();
        let job: Job = Box::new(move |connection| drop(tell.send(job(connection))));
        let sent = match &self.jobs {
            Some(jobs) => jobs.send(job).await.is_ok(),
            None => false,
        };
        let answer = if sent {
            answer.await.unwrap_or_else(|_| Err(thread_ended()))
        } else {
            Err(thread_ended())
        };
        answer.map_err(|fault| StoreError {
            act,
            place: self.place.clone(),
            fault,
        })
    }
}

fn thread_ended() -> Fault {
    Fault::Failed("its thread has ended".to_owned())
}
