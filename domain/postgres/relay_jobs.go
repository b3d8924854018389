package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"sanku/domain"
)

// waitingKey names what a job is about, across jobs: its kind, what tells its batches
// from others, and the record.
type waitingKey struct{ kind, of, ref string }

func keyOf(j RefArgs) waitingKey {
	key := waitingKey{kind: j.Kind(), ref: j.Record().String()}
	if b, ok := j.(BatchArgs); ok {
		key.of = b.Of()
	}
	return key
}

// withoutWaiting returns those of jobs whose record has none as urgent waiting.
func withoutWaiting(ctx context.Context, t pgx.Tx, jobs []RefArgs) ([]RefArgs, error) {
	var kinds, refs []string
	for _, j := range jobs {
		key := keyOf(j)
		kinds, refs = append(kinds, key.kind), append(refs, key.ref)
	}
	waiting, err := waitingJobs(ctx, t, kinds, refs)
	var wanted []RefArgs
	for _, j := range jobs {
		priority, found := waiting[keyOf(j)]
		if own := priorityOf(j); !found || own < priority {
			waiting[keyOf(j)] = own
			wanted = append(wanted, j)
		}
	}
	return wanted, err
}

// joined makes one job of all that can be one, in the order of the first of each.
func joined(jobs []RefArgs) []river.InsertManyParams {
	var params []river.InsertManyParams
	place := map[waitingKey]int{}
	refs := map[waitingKey][]domain.ID{}
	for _, j := range jobs {
		b, ok := j.(BatchArgs)
		if !ok {
			params = append(params, river.InsertManyParams{Args: j})
			continue
		}
		batch := waitingKey{kind: j.Kind(), of: b.Of()}
		refs[batch] = append(refs[batch], j.Record())
		if _, begun := place[batch]; !begun {
			place[batch] = len(params)
			params = append(params, river.InsertManyParams{})
		}
		params[place[batch]].Args = b.Join(refs[batch])
	}
	return params
}

// growWaiting adds the records of batches to jobs of their kind that have not begun and
// have room for them, and returns the jobs that remain to be inserted. A worker that is
// taking such a job at this moment either has it, and it is left alone, or waits for
// the relay's transaction.
func growWaiting(ctx context.Context, t pgx.Tx, params []river.InsertManyParams) ([]river.InsertManyParams, error) {
	var remain []river.InsertManyParams
	for _, p := range params {
		grown := false
		if b, ok := p.Args.(BatchArgs); ok {
			refs := b.Records()
			done, err := t.Exec(ctx, `
UPDATE river_job SET args = jsonb_set(args, '{refs}', args->'refs' || to_jsonb($3::uuid[])) WHERE id = (
  SELECT id FROM river_job WHERE state = 'available' AND kind = $1 AND args->>'of' = $2 AND jsonb_array_length(args->'refs') + cardinality($3::uuid[]) <= $4
  ORDER BY id DESC LIMIT 1 FOR UPDATE SKIP LOCKED)`, b.Kind(), b.Of(), rawIDs(refs), relayBatch)
			if err != nil {
				return nil, err
			}
			grown = done.RowsAffected() > 0
		}
		if !grown {
			remain = append(remain, p)
		}
	}
	return remain, nil
}

// priorityOf is a job's priority, of which a lower one goes first.
func priorityOf(j RefArgs) int {
	if o, ok := j.(river.JobArgsWithInsertOpts); ok && o.InsertOpts().Priority > 0 {
		return o.InsertOpts().Priority
	}
	return river.PriorityDefault
}

// waitingJobs returns the priority of the jobs that have not begun, by what they are
// about. Jobs to be tried again are not among them: theirs may be a long wait.
func waitingJobs(ctx context.Context, t pgx.Tx, kinds, refs []string) (map[waitingKey]int, error) {
	waiting := map[waitingKey]int{}
	rows, err := t.Query(ctx, `
SELECT j.kind, coalesce(j.args->>'of', ''), about.ref, min(j.priority) FROM river_job j
CROSS JOIN LATERAL (SELECT j.args->>'ref' UNION ALL SELECT jsonb_array_elements_text(j.args->'refs')) AS about (ref)
WHERE j.state IN ('available', 'pending', 'scheduled') AND j.kind = ANY($1) AND about.ref = ANY($2)
GROUP BY 1, 2, 3`, kinds, refs)
	if err != nil {
		return nil, err
	}
	var key waitingKey
	var priority int
	_, err = pgx.ForEachRow(rows, []any{&key.kind, &key.of, &key.ref, &priority}, func() error {
		waiting[key] = priority
		return nil
	})
	return waiting, err
}
