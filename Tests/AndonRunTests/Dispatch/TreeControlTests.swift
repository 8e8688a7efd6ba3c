// Deadlines and the ladder from polite to final, on a clock of numbers.

import AndonModel
import AndonSystem
import Testing

@testable import AndonRun

@Suite("Tree control") struct TreeControlTests {
  private func at(_ seconds: Double) -> Instant {
    Instant(nanoseconds: 0).advanced(bySeconds: seconds)
  }

  private func control(soft: Double? = 1, hard: Double = 4, grace: Double = 2) -> TreeControl {
    var control = TreeControl(
      .init(deadlines: Deadlines(soft: soft, hard: hard, grace: grace)), at: at(0))
    control.started(at: at(10))
    return control
  }

  @Test("a tree that ends in time is left alone")
  func well() {
    var control = control()
    #expect(control.due.map { $0 >= at(11) } == true)
    #expect(control.act(at: at(10.5)) == [])
    control.leaderEnded(.exited(0), at: at(10.75))
    #expect(control.outcome == .exited(code: 0))
    #expect(control.wall == .exact(0.75))
    #expect(!control.crossedSoft)
  }

  @Test("the soft deadline is reported once and stops nothing")
  func soft() {
    var control = control()
    #expect(control.act(at: at(11.5)) == [.reportSlow, .look(.soft)])
    #expect(control.act(at: at(11.6)) == [])
    control.leaderEnded(.exited(0), at: at(12))
    #expect(control.outcome == .exited(code: 0))
    #expect(control.crossedSoft)
  }

  @Test("a soft deadline that was crossed between two looks is noticed at the end")
  func lateSoft() {
    var control = control()
    control.leaderEnded(.exited(0), at: at(11.5))
    #expect(control.crossedSoft)
  }

  @Test("the hard deadline climbs from TERM and CONT over the grace period to KILL")
  func hard() {
    var control = control()
    _ = control.act(at: at(11.5))
    #expect(
      control.act(at: at(14.1)) == [
        .reportStopping(.hard, limit: 4), .look(.stop), .signal(.terminate), .signal(.continue),
      ])
    #expect(control.due == at(16.1))
    #expect(control.act(at: at(15)) == [])
    #expect(control.act(at: at(16.1)) == [.look(.final), .kill])
    control.leaderEnded(.signalled(9), at: at(16.2))
    #expect(control.outcome == .stopped(.hard, limit: 4, ending: .signalled(.kill)))
    #expect(control.wall == .atLeast(at(14.1).seconds(since: at(10))))
    #expect((control.wall.value ?? 0) > 4)
    #expect(control.wasKilled)
  }

  @Test("what is stopped is stopped, whatever it answers")
  func answeredTerm() {
    var control = control()
    _ = control.act(at: at(14.1))
    control.leaderEnded(.exited(0), at: at(14.2))
    #expect(control.outcome == .stopped(.hard, limit: 4, ending: .exited(code: 0)))
    #expect(!control.wasKilled)
  }

  @Test("what ended in time is not stopped because andon noticed late")
  func lateNotice() {
    var control = control()
    _ = control.act(at: at(14.5))
    control.leaderEnded(.exited(0), at: at(13.9))
    #expect(control.outcome == .exited(code: 0))
    #expect(control.wall == .exact(at(13.9).seconds(since: at(10))))
  }

  @Test("what ran over its hard deadline is stopped, even if andon was not there to stop it")
  func missedDeadline() {
    var control = control()
    control.leaderEnded(.exited(0), at: at(15))
    #expect(control.outcome == .stopped(.hard, limit: 4, ending: .exited(code: 0)))
    #expect(control.wall == .atLeast(5))
    #expect(
      control.act(at: at(15.2)) == [.listLeft, .signal(.terminate), .signal(.continue)])
  }

  @Test("what had ended by itself is not cancelled; what it left is listed")
  func cancelledAfterEnd() {
    var control = control()
    control.leaderEnded(.exited(0), at: at(10.5))
    #expect(
      control.cancel(by: .interrupt, isSecond: false, at: at(10.55))
        == [.listLeft, .signal(.terminate), .signal(.continue)])
    #expect(control.outcome == .exited(code: 0))
  }

  @Test("what cannot be killed is given up after a bounded wait")
  func immortal() {
    var control = control()
    _ = control.act(at: at(14.1))
    _ = control.act(at: at(16.1))
    #expect(control.act(at: at(18.2)) == [.abandon])
    #expect(control.outcome == .stopped(.hard, limit: 4, ending: .survived))
  }

  @Test("descendants get a moment to follow their leader, then they are listed and ended")
  func leftBehind() {
    var control = control()
    control.leaderEnded(.exited(0), at: at(10.5))
    #expect(control.act(at: at(10.55)) == [])
    #expect(
      control.act(at: at(10.61)) == [.listLeft, .signal(.terminate), .signal(.continue)])
    #expect(control.act(at: at(12.62)) == [.listLeft, .kill])
    #expect(control.outcome == .exited(code: 0))
    #expect(control.wall == .exact(0.5))
  }

  @Test("a cancelled run gives two seconds at most, a second signal none")
  func cancellation() {
    var control = control(grace: 60)
    #expect(
      control.cancel(by: .interrupt, isSecond: false, at: at(11))
        == [.look(.stop), .signal(.terminate), .signal(.continue)])
    #expect(control.due == at(13))
    #expect(control.cancel(by: .interrupt, isSecond: true, at: at(11.5)) == [.kill])
    control.leaderEnded(.signalled(9), at: at(11.6))
    #expect(control.outcome == .cancelled(by: .interrupt, ending: .signalled(.kill)))
    #expect(control.wall == .atLeast(1))
  }

  @Test("a cancellation shortens a grace period that has begun, and keeps the cause")
  func cancelledWhileStopping() {
    var control = control(grace: 60)
    _ = control.act(at: at(14.1))
    #expect(control.cancel(by: .terminate, isSecond: false, at: at(15)) == [])
    #expect(control.due == at(17))
    #expect(control.act(at: at(17)) == [.look(.final), .kill])
    #expect(control.outcome == .stopped(.hard, limit: 4, ending: .survived))
  }

  @Test("a start that does not come is stopped as well")
  func neverStarted() {
    var control = TreeControl(.init(deadlines: Deadlines(soft: 1, hard: 4, grace: 2)), at: at(0))
    #expect(control.act(at: at(2)) == [])
    #expect(control.act(at: at(4.1)).first == .reportStopping(.hard, limit: 4))
  }

  @Test("whoever is asked gets a moment to answer before the polite signal")
  func asks() {
    var limits = TreeControl.Limits(deadlines: Deadlines(soft: nil, hard: 4, grace: 2))
    limits.asks = .quit
    var control = TreeControl(limits, at: at(0))
    control.started(at: at(0))
    #expect(
      control.act(at: at(4.1)) == [.reportStopping(.hard, limit: 4), .look(.stop), .ask(.quit)])
    #expect(control.act(at: at(4.4)) == [.signal(.terminate), .signal(.continue)])
    #expect(control.act(at: at(6.2)) == [.look(.final), .kill])
    // A second request to end does not wait for evidence.
    var second = TreeControl(limits, at: at(0))
    second.started(at: at(0))
    #expect(second.cancel(by: .interrupt, isSecond: true, at: at(1)).contains(.ask(.quit)) == false)
  }
}
