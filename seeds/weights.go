package seeds

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"sanku/domain"
)

//go:embed weights.json
var weightsFile []byte

// weights are as weights.json gives them. The calibration is a prior: it was set by
// looking at what the sample data's matches score, not fitted to any outcome. The
// command sanku learn fits another once outcomes are recorded.
type weights struct {
	Version     string                        `json:"version"`
	MinText     map[string]float64            `json:"min_text"`
	MinScore    map[string]float64            `json:"min_score"`
	Features    map[string]map[string]float64 `json:"features"`
	Calibration struct {
		Basis  string           `json:"basis"`
		Curves map[string]curve `json:"curves"`
	} `json:"calibration"`
}

// curve is a logistic curve: see domain.LogisticCalibration.
type curve struct {
	Middle float64 `json:"middle"`
	Slope  float64 `json:"slope"`
}

// Weights are those that matching starts with.
func Weights() (domain.Weights, error) {
	var file weights
	if err := json.Unmarshal(weightsFile, &file); err != nil {
		return domain.Weights{}, fmt.Errorf("weights.json: %w", err)
	}
	if err := file.check(); err != nil {
		return domain.Weights{}, fmt.Errorf("weights.json: %w", err)
	}
	w := domain.Weights{Version: file.Version, Features: file.Features, MinText: file.MinText, MinScore: file.MinScore,
		Calibration: map[string]domain.Calibration{}}
	for kind, c := range file.Calibration.Curves {
		w.Calibration[kind] = domain.LogisticCalibration(c.Middle, c.Slope)
	}
	return w, nil
}

func (w weights) check() error {
	for kind, features := range w.Features {
		for feature, v := range features {
			if !domain.FeatureNames.Has(feature) || v < 0 {
				return fmt.Errorf("%s: %s: no such feature, or a negative weight", kind, feature)
			}
		}
	}
	for _, kind := range domain.MatchKinds.Codes() {
		if w.Calibration.Curves[kind].Slope <= 0 || w.Features[kind] == nil {
			return fmt.Errorf("%s: no weights, or no curve that rises", kind)
		}
	}
	return nil
}
