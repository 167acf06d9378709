@echo off
rem The same as build.sh: it runs in the shell that comes with Git for Windows.
setlocal
set "SHELL_OF_GIT="
for %%P in ("%ProgramFiles%\Git\bin\bash.exe" "%ProgramW6432%\Git\bin\bash.exe" "%LocalAppData%\Programs\Git\bin\bash.exe") do (
    if not defined SHELL_OF_GIT if exist %%P set "SHELL_OF_GIT=%%~P"
)
if not defined SHELL_OF_GIT (
    echo build.cmd: error: Git for Windows was not found: it is needed to fetch Go's sources and to run build.sh>&2
    exit /b 1
)
"%SHELL_OF_GIT%" "%~dp0build.sh" %*
exit /b %ERRORLEVEL%
