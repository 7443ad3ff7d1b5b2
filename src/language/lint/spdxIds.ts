/**
 * Licences that go by a name. Not the whole SPDX list (version 3.27 has over 600): the ids that software,
 * data and models use, and the names that model hubs give to licences without an id.
 */
const softwareIds = `
0BSD AAL AFL-2.1 AFL-3.0 AGPL-1.0-only AGPL-1.0-or-later AGPL-3.0 AGPL-3.0-only AGPL-3.0-or-later Aladdin
ANTLR-PD Apache-1.0 Apache-1.1 Apache-2.0 APSL-2.0 Artistic-1.0 Artistic-1.0-Perl Artistic-2.0 Beerware
BlueOak-1.0.0 BSD-1-Clause BSD-2-Clause BSD-2-Clause-Patent BSD-3-Clause BSD-3-Clause-Attribution
BSD-3-Clause-Clear BSD-3-Clause-LBNL BSD-3-Clause-No-Nuclear-License BSD-4-Clause BSD-4-Clause-UC
BSD-Source-Code BSL-1.0 BUSL-1.1 bzip2-1.0.6 CAL-1.0 CDDL-1.0 CDDL-1.1 CECILL-2.0 CECILL-2.1 CECILL-B
CECILL-C CERN-OHL-P-2.0 CERN-OHL-S-2.0 CERN-OHL-W-2.0 ClArtistic CPAL-1.0 CPL-1.0 curl ECL-1.0 ECL-2.0
EFL-2.0 Elastic-2.0 EPL-1.0 EPL-2.0 EUDatagrid EUPL-1.0 EUPL-1.1 EUPL-1.2 Fair FSFAP FSFUL FSFULLR
FSL-1.1-ALv2 FSL-1.1-MIT FTL GFDL-1.3 GFDL-1.3-only GFDL-1.3-or-later GPL-1.0-only GPL-1.0-or-later GPL-2.0
GPL-2.0+ GPL-2.0-only GPL-2.0-or-later GPL-3.0 GPL-3.0+ GPL-3.0-only GPL-3.0-or-later Hippocratic-2.1 HPND
ICU IJG Intel IPA IPL-1.0 ISC JSON LGPL-2.0-only LGPL-2.0-or-later LGPL-2.1 LGPL-2.1+ LGPL-2.1-only
LGPL-2.1-or-later LGPL-3.0 LGPL-3.0+ LGPL-3.0-only LGPL-3.0-or-later Libpng libpng-2.0 libtiff LPL-1.02
LPPL-1.3c MirOS MIT MIT-0 MIT-CMU MIT-Modern-Variant Motosoto MPL-1.0 MPL-1.1 MPL-2.0
MPL-2.0-no-copyleft-exception MS-LPL MS-PL MS-RL MulanPSL-1.0 MulanPSL-2.0 Multics NASA-1.3 NCSA NGPL Nokia
NPL-1.1 NPOSL-3.0 NTP OFL-1.0 OFL-1.1 OGTSL OLDAP-2.8 OpenSSL OSET-PL-2.1 OSL-2.1 OSL-3.0 PHP-3.0 PHP-3.01
PolyForm-Noncommercial-1.0.0 PolyForm-Small-Business-1.0.0 PostgreSQL PSF-2.0 Python-2.0 Python-2.0.1 QPL-1.0
RPL-1.5 RPSL-1.0 Ruby Sendmail SGI-B-2.0 SimPL-2.0 Sleepycat SMLNJ SSPL-1.0 TCL TORQUE-1.1 UCL-1.0
Unicode-3.0 Unicode-DFS-2016 Unlicense UPL-1.0 Vim VSL-1.0 W3C Watcom-1.0 WTFPL X11 Xnet Zlib
zlib-acknowledgement ZPL-2.0 ZPL-2.1
`;

const dataIds = `
CC0-1.0 CC-BY-1.0 CC-BY-2.0 CC-BY-2.5 CC-BY-3.0 CC-BY-4.0 CC-BY-NC-1.0 CC-BY-NC-2.0 CC-BY-NC-2.5 CC-BY-NC-3.0
CC-BY-NC-4.0 CC-BY-NC-ND-2.0 CC-BY-NC-ND-3.0 CC-BY-NC-ND-4.0 CC-BY-NC-SA-2.0 CC-BY-NC-SA-3.0
CC-BY-NC-SA-4.0 CC-BY-ND-2.0 CC-BY-ND-3.0 CC-BY-ND-4.0 CC-BY-SA-2.0 CC-BY-SA-2.5 CC-BY-SA-3.0 CC-BY-SA-4.0
CC-PDDC CDLA-Permissive-1.0 CDLA-Permissive-2.0 CDLA-Sharing-1.0 C-UDA-1.0 etalab-2.0 O-UDA-1.0 ODbL-1.0
ODC-By-1.0 PDDL-1.0
`;

/** As Hugging Face's model cards name them, and the families' own names. */
const modelIds = `
apple-amlr apple-ascl bigcode-openrail-m bigscience-bloom-rail-1.0 bigscience-openrail-m bsd c-uda cc cc0
cc-by-nc cc-by-nc-sa creativeml-openrail-m deepfloyd-if-license deepseek exaone
fair-noncommercial-research-license falcon-llm-license gemma gfdl gpl h-research
health-ai-developer-foundations intel-research lfm1.0 lgpl lgpl-lr llama llama2 llama3 llama3.1 llama3.2
llama3.3 llama4 mrl nvidia-open-model-license odbl odc-by openmdw openmdw-1.0 openrail openrail++ pddl phi
qwen qwen-research stabilityai-ai-community tongyi-qianwen yi-license
`;

/** Words that say something without being a licence's name. */
const otherWords = [
  "commercial",
  "custom",
  "none",
  "other",
  "private",
  "proprietary",
  "unknown",
  "unlicensed",
];

export const licenseIds: readonly string[] = [softwareIds, dataIds, modelIds].flatMap((block) =>
  block.trim().split(/\s+/),
);

const known: ReadonlySet<string> = new Set([...licenseIds, ...otherWords].map((id) => id.toLowerCase()));

/** Case does not matter, as SPDX has it; `LicenseRef-…` names a licence outside its list. */
export function isKnownLicense(text: string): boolean {
  const id = text.toLowerCase();
  return known.has(id) || id.startsWith("licenseref-");
}
