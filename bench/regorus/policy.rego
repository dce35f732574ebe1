# Articles 51, 53 and 55 of the EU AI Act as the law packages hold them, written
# for regorus. Rego has no third truth value for data that is not there, so each
# provision has a rule for yes and one for no; where neither holds it is unknown.
package euaia

import rego.v1

# Art 51(1)(a), (2): the presumption by compute falls when it is rebutted.
compute_yes if {
	input.training_compute_flop > 1e25
	not input.systemic_risk_rebuttal_accepted == true
}

compute_no if input.systemic_risk_rebuttal_accepted == true

compute_no if input.training_compute_flop <= 1e25

risk_yes if {
	not input.is_gpai_model == false
	compute_yes
}

risk_yes if {
	not input.is_gpai_model == false
	input.commission_designated_systemic == true
}

risk_no if input.is_gpai_model == false

risk_no if {
	compute_no
	input.commission_designated_systemic == false
}

a51_yes if {
	input.is_gpai_model == true
	input.training_compute_flop > 1e25
}

a51_yes if {
	input.is_gpai_model == true
	input.commission_designated_systemic == true
}

a51_no if input.is_gpai_model == false

a51_no if {
	input.training_compute_flop <= 1e25
	input.commission_designated_systemic == false
}

# Art 53(1)(a), (b), and (2): free and open-source models without systemic risk.
exempt_yes if {
	input.gpai_free_open_source == true
	risk_no
}

exempt_no if input.gpai_free_open_source == false

exempt_no if risk_yes

placed_yes if {
	input.is_gpai_model == true
	input.placed_on_eu_market == true
}

placed_no if input.is_gpai_model == false

placed_no if input.placed_on_eu_market == false

a53ab_yes if {
	placed_yes
	exempt_no
}

a53ab_no if placed_no

a53ab_no if exempt_yes

# Art 55(1)
a55_yes if {
	risk_yes
	input.placed_on_eu_market == true
}

a55_no if risk_no

a55_no if input.placed_on_eu_market == false

default v51 := "unknown"

v51 := "yes" if a51_yes

v51 := "no" if a51_no

default v53ab := "unknown"

v53ab := "yes" if a53ab_yes

v53ab := "no" if a53ab_no

default v53cd := "unknown"

v53cd := "yes" if placed_yes

v53cd := "no" if placed_no

default v55 := "unknown"

v55 := "yes" if a55_yes

v55 := "no" if a55_no

# In the order of the ids the comparison asks for.
result := [v51, v53ab, v53ab, v53cd, v53cd, v55, v55, v55]
