// What bodies that are pages or scripts hold when they attack, beside what rules on parsed pages see.

rule page_smuggles_program {
  meta:
    about = "A page carries a program or archive as base64 and saves it."
    level = "high"
    threat = "malware"
  strings:
    $program = /["'`](TVqQAAMAAAAEAAAA|TVpQAAIAAAAEAA8A|UEsDBBQA[A-Za-z0-9+\/]{30}|UmFyIRoH|N3q8ryc)[A-Za-z0-9+\/=]{40}/
    $blob = /new\s{1,4}Blob|msSaveOrOpenBlob|createObjectURL/
    $save = /\.download\s{0,3}=|\.click\s{0,3}\(|msSave/
  condition:
    all of them
}

rule vector_image_with_script {
  meta:
    about = "A picture in SVG that decodes and opens a page."
    level = "high"
    threat = "phishing"
  strings:
    $svg = "<svg" nocase
    $script = "<script" nocase
    $decode = /atob\s{0,3}\(|fromCharCode|charCodeAt/
    $open = /location(\.href|\.replace|\.assign)?\s{0,3}[=(]|window\.open\s{0,3}\(|document\.write/
    $html = "<html" nocase
    $body = "<body" nocase
  condition:
    $svg in (0..2000) and $script and $decode and $open and not $html and not $body
}

rule script_engine_exploit {
  meta:
    about = "Script with the tools of an exploit of a script engine."
    level = "critical"
    threat = "drive-by"
  strings:
    $address = /\b(addrof|addr_of|fakeobj|fake_obj)\b/
    $view = /new (Float64Array|BigUint64Array)/
    $code = /shellcode|rwx|wasm_?(code|func|instance)|0x41414141/ nocase
  condition:
    #address > 2 and $view and $code
}
