package meaning

import (
	"context"
	_ "embed"
	"errors"
	"strings"
)

// probes are pairs of a question and a text that answers it, each on a subject of its
// own.
//
//go:embed probes.txt
var probes string

func probeVectors(ctx context.Context, e Encoder) (questions, answers [][]float32, err error) {
	asked, answered, err := readProbes()
	if err != nil {
		return nil, nil, err
	}
	if questions, err = e.Queries(ctx, asked); err != nil {
		return nil, nil, err
	}
	answers, err = e.Passages(ctx, answered)
	return questions, answers, err
}

func readProbes() (questions, answers []string, err error) {
	for line := range strings.Lines(probes) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		question, answer, ok := strings.Cut(strings.TrimSpace(line), " | ")
		if !ok {
			return nil, nil, errors.New("probes.txt: a line is no pair")
		}
		questions, answers = append(questions, question), append(answers, answer)
	}
	return questions, answers, nil
}
