package seeds

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"sanku/domain"
)

//go:embed weights.json
var weightsFile []byte

// Weights are those that matching starts with.
func Weights() (domain.Weights, error) {
	var file struct {
		Version  string                        `json:"version"`
		MinText  map[string]float64            `json:"min_text"`
		Features map[string]map[string]float64 `json:"features"`
	}
	if err := json.Unmarshal(weightsFile, &file); err != nil {
		return domain.Weights{}, fmt.Errorf("weights.json: %w", err)
	}
	for kind, weights := range file.Features {
		for feature, w := range weights {
			if !domain.FeatureNames.Has(feature) || w < 0 {
				return domain.Weights{}, fmt.Errorf("weights.json: %s: %s: no such feature, or a negative weight", kind, feature)
			}
		}
	}
	return domain.Weights{Version: file.Version, Features: file.Features, MinText: file.MinText}, nil
}
