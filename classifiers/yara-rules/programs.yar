// What downloads should not hold, told by their bytes. Meta: level as in rules, threat, about a sentence.

rule program_in_document_clothes {
  meta:
    about = "A Windows program that carries the words of a document viewer's icon name and runs a shell command."
    level = "medium"
    threat = "malware"
  strings:
    $mz = { 4D 5A }
    $shell = /powershell(\.exe)?[\x00 ]{1,4}-?(e|enc|w|windowstyle|nop|ep|c)/ nocase
    $shellWide = "powershell -" wide nocase
    $icon = /(invoice|document|statement|receipt)[a-z0-9_-]{0,20}\.pdf/ nocase
  condition:
    $mz at 0 and $icon and ($shell or $shellWide)
}

rule shortcut_runs_command {
  meta:
    about = "A Windows shortcut that starts a command interpreter with a hidden or encoded command."
    level = "critical"
    threat = "malware"
  strings:
    $interpreter = /(powershell|cmd|mshta|wscript|cscript|rundll32|regsvr32|conhost|forfiles)(\.exe)?/ nocase ascii wide
    $how = /(-enc|-e[ncodema]{0,12} |-w(indowstyle)? h|\/c |https?:\/\/|iex|downloadstring|-nop|javascript:|vbscript:)/ nocase ascii wide
  condition:
    uint32(0) == 0x0000004C and uint32(4) == 0x00021401 and $interpreter and $how
}

rule office_macro_that_runs {
  meta:
    about = "An Office document with a macro that starts by itself and runs something."
    level = "critical"
    threat = "malware"
  strings:
    $ole = { D0 CF 11 E0 A1 B1 1A E1 }
    $vba = "VBA" wide ascii
    $auto = /(auto_?open|auto_?close|document_open|workbook_open|autoexec|document_close)/ nocase ascii wide
    $run = /(wscript\.shell|shell\.application|createobject|urldownloadtofile|powershell|\bshell\b|xmlhttp|winmgmts)/ nocase ascii wide
  condition:
    ($ole at 0 or uint32(0) == 0x04034B50) and $vba and $auto and $run
}

rule office_external_template {
  meta:
    about = "An Office document's part that loads its template or object from an address."
    level = "high"
    threat = "malware"
  strings:
    $relation = /Type="http:\/\/schemas\.openxmlformats\.org\/officeDocument\/2006\/relationships\/(attachedTemplate|oleObject|frame)"[^>]{0,300}Target="(mhtml:|https?:|file:)/ nocase
    $external = "TargetMode=\"External\""
  condition:
    $relation and $external
}

rule rich_text_with_object {
  meta:
    about = "A rich text file with an embedded object that is updated when opened."
    level = "high"
    threat = "malware"
  strings:
    $object = /\\obj(ocx|emb|link|autlink|data)/ nocase
    $update = "\\objupdate" nocase
    $equation = /4[57]0?7175617469306e|45717561746[9]6f6e|0002ce02/ nocase
  condition:
    uint32(0) == 0x74725C7B and $object and ($update or $equation)
}

rule hta_application {
  meta:
    about = "An HTML application that makes system objects or runs a command."
    level = "critical"
    threat = "malware"
  strings:
    $hta = "<hta:application" nocase
    $object = /(wscript\.shell|shell\.application|adodb\.stream|msxml2\.|powershell|mshta|getobject\s{0,3}\()/ nocase
  condition:
    $hta in (0..20000) and $object
}

rule script_downloads_and_runs {
  meta:
    about = "A script file that fetches something and runs it."
    level = "high"
    threat = "malware"
  strings:
    $fetch = /(msxml2\.(server)?xmlhttp|winhttp\.winhttprequest|net\.webclient|downloadstring|downloadfile|invoke-webrequest|\biwr\b|\birm\b|start-bitstransfer|urlmon|bitsadmin|certutil[^\n]{0,40}-urlcache)/ nocase
    $run = /(wscript\.shell|shell\.application|shellexecute|invoke-expression|\biex\b|start-process|\.run\s{0,3}\(|cmd(\.exe)? \/c|rundll32|regsvr32)/ nocase
    $write = /(adodb\.stream|savetofile|%temp%|\$env:(temp|appdata)|\bfrombase64string\b|writeallbytes|createtextfile)/ nocase
  condition:
    filesize < 2MB and $fetch and $run and $write
}

rule disk_image_with_shortcut {
  meta:
    about = "A disk image with a shortcut or script among its files."
    level = "high"
    threat = "malware"
  strings:
    $iso = "CD001"
    $entry = /[A-Z0-9_ .-]{1,40}\.(LNK|VBS|JS|HTA|BAT|CMD|PS1|SCR)(;1|\x00)/ nocase ascii wide
  condition:
    $iso at 0x8001 and $entry
}

rule android_package_that_reads_messages {
  meta:
    about = "An Android package that asks for messages and draws over other apps, or acts in their place."
    level = "medium"
    threat = "malware"
  strings:
    $manifest = "AndroidManifest.xml"
    $sms = /android\.permission\.(RECEIVE|READ)_SMS/ ascii wide
    $over = /android\.permission\.(SYSTEM_ALERT_WINDOW|BIND_ACCESSIBILITY_SERVICE|REQUEST_INSTALL_PACKAGES)/ ascii wide
  condition:
    uint32(0) == 0x04034B50 and $manifest and $sms and $over
}

rule mobile_profile_takes_traffic {
  meta:
    about = "A configuration profile that installs a root certificate, a proxy or a web clip that can't be removed."
    level = "high"
    threat = "malware"
  strings:
    $profile = "PayloadType"
    $root = "com.apple.security.root"
    $proxy = /com\.apple\.(proxy\.http\.global|vpn\.managed|dnsSettings\.managed)/
    $clip = "com.apple.webClip.managed"
    $stuck = /<key>IsRemovable<\/key>\s{0,20}<false\/>|<key>PayloadRemovalDisallowed<\/key>\s{0,20}<true\/>/
  condition:
    $profile and ($root or $proxy or ($clip and $stuck))
}
