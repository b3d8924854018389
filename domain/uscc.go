package domain

import "strings"

const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

var usccWeights = [17]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}

// CheckUSCC reports whether s is a valid 统一社会信用代码: 18 characters of the
// standard's alphabet with the right check character (GB 32100-2015, 附录 A).
func CheckUSCC(s string) error {
	bad := Invalid("uscc", "统一社会信用代码无效：应为 18 位且校验码正确", "is not a valid unified social credit code (GB 32100-2015)")
	if len(s) != 18 {
		return bad
	}
	sum := 0
	for i := range 17 {
		v := strings.IndexByte(usccAlphabet, s[i])
		if v < 0 {
			return bad
		}
		sum += v * usccWeights[i]
	}
	if s[17] != usccAlphabet[(31-sum%31)%31] {
		return bad
	}
	return nil
}
