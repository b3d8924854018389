package postgres

import "github.com/riverqueue/river"

// Chore is background work of one concern, which shares the relay and the job queue with
// others: of each there is one in the database, whose leader alone runs what is periodic.
type Chore struct {
	JobOf    func(ChangeEntry) RefArgs          // the job that a change asks for, nil for none
	Workers  func(*river.Workers, *Relay) error // adds those that do the jobs
	Queues   map[string]river.QueueConfig
	Periodic []*river.PeriodicJob
}
