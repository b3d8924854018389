package domain

// Province is a division of GB/T 2260 at the level of provinces.
type Province struct {
	Code  string // six digits
	Short string // in Chinese, as policies name it: 湖南
	Name  Text
}

// Provinces are all of them, in the order of their codes.
var Provinces = []Province{
	{"110000", "北京", Text{"北京市", "Beijing"}},
	{"120000", "天津", Text{"天津市", "Tianjin"}},
	{"130000", "河北", Text{"河北省", "Hebei"}},
	{"140000", "山西", Text{"山西省", "Shanxi"}},
	{"150000", "内蒙古", Text{"内蒙古自治区", "Inner Mongolia"}},
	{"210000", "辽宁", Text{"辽宁省", "Liaoning"}},
	{"220000", "吉林", Text{"吉林省", "Jilin"}},
	{"230000", "黑龙江", Text{"黑龙江省", "Heilongjiang"}},
	{"310000", "上海", Text{"上海市", "Shanghai"}},
	{"320000", "江苏", Text{"江苏省", "Jiangsu"}},
	{"330000", "浙江", Text{"浙江省", "Zhejiang"}},
	{"340000", "安徽", Text{"安徽省", "Anhui"}},
	{"350000", "福建", Text{"福建省", "Fujian"}},
	{"360000", "江西", Text{"江西省", "Jiangxi"}},
	{"370000", "山东", Text{"山东省", "Shandong"}},
	{"410000", "河南", Text{"河南省", "Henan"}},
	{"420000", "湖北", Text{"湖北省", "Hubei"}},
	{"430000", "湖南", Text{"湖南省", "Hunan"}},
	{"440000", "广东", Text{"广东省", "Guangdong"}},
	{"450000", "广西", Text{"广西壮族自治区", "Guangxi"}},
	{"460000", "海南", Text{"海南省", "Hainan"}},
	{"500000", "重庆", Text{"重庆市", "Chongqing"}},
	{"510000", "四川", Text{"四川省", "Sichuan"}},
	{"520000", "贵州", Text{"贵州省", "Guizhou"}},
	{"530000", "云南", Text{"云南省", "Yunnan"}},
	{"540000", "西藏", Text{"西藏自治区", "Tibet"}},
	{"610000", "陕西", Text{"陕西省", "Shaanxi"}},
	{"620000", "甘肃", Text{"甘肃省", "Gansu"}},
	{"630000", "青海", Text{"青海省", "Qinghai"}},
	{"640000", "宁夏", Text{"宁夏回族自治区", "Ningxia"}},
	{"650000", "新疆", Text{"新疆维吾尔自治区", "Xinjiang"}},
	{"710000", "台湾", Text{"台湾省", "Taiwan"}},
	{"810000", "香港", Text{"香港特别行政区", "Hong Kong"}},
	{"820000", "澳门", Text{"澳门特别行政区", "Macau"}},
}

// PlaceOf says in words where a division of GB/T 2260 lies: the city or the province,
// or neither; nothing of a code that GB/T 2260 does not have.
func PlaceOf(division string) Text {
	switch {
	case division == ForeignDivision: // DivisionUnrecorded too
		return Text{"境外或未填写", "Abroad, or not recorded"}
	case inDivision(division, CityDivision):
		return Text{"湖南省湘潭市", "Xiangtan, Hunan"}
	}
	for _, p := range Provinces {
		if inDivision(division, p.Code[:2]) {
			return p.Name
		}
	}
	return Text{}
}
